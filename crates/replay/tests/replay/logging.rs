//! The log of requests and of how their answers ended.

use crate::upstream::{SMALL, Upstream};
use tokenwire_replay::Replay;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

#[tokio::test]
async fn requests_are_logged_unchanged() {
    let upstream = Upstream::small().await;
    upstream.post("/small/x?y=1", "{\"a\":1}").header("x-thing", "z").send().await.unwrap();
    let log = upstream.replay.log();
    let request = &log.requests[0];
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/small/x?y=1"));
    assert_eq!(
        (&request.headers["x-thing"], &request.body[..]),
        (&"z".parse().unwrap(), b"{\"a\":1}".as_slice())
    );
    assert_eq!((log.total, log.open, log.finished, log.broken_off), (1, 0, 1, 0));
}

#[tokio::test]
async fn error_answers_are_logged_as_finished() {
    let upstream = Upstream::small().await;
    upstream.get("/none").send().await.unwrap();
    upstream.with_fault("status=500").await;
    upstream.with_fault("nonsense").await;
    let log = upstream.replay.log();
    assert_eq!((log.total, log.finished, log.broken_off), (3, 3, 0));
}

/// Asserts that an answer with this fault is logged as broken off if its client disconnects.
async fn assert_disconnect_is_logged(fault: &str) {
    let upstream = Upstream::small().await;
    let mut response = upstream.with_fault(fault).await;
    response.chunk().await.unwrap().unwrap();
    assert_eq!(upstream.replay.log().open, 1, "{fault}");
    drop(response);
    let log = upstream.until_log(|log| log.open == 0).await;
    assert_eq!((log.broken_off, log.finished), (1, 0), "{fault}");
}

#[tokio::test]
async fn a_client_that_disconnects_is_logged() {
    assert_disconnect_is_logged("stall=1").await;
    assert_disconnect_is_logged("gzip,stall=1").await;
}

#[tokio::test]
async fn a_client_that_disconnects_from_a_slow_stream_is_logged() {
    let upstream = Upstream::small().await;
    let mut response = upstream.get("/small").header("x-replay-rate", "0.01").send().await.unwrap();
    response.chunk().await.unwrap().unwrap();
    drop(response);
    assert_eq!(upstream.until_log(|log| log.open == 0).await.broken_off, 1);
}

#[tokio::test]
async fn a_client_that_disconnects_before_the_headers_is_logged() {
    let upstream = Upstream::small().await;
    let request = upstream.get("/small").header("x-replay-fault", "slow-headers=600000").send();
    tokio::select! {
        _ = request => panic!("the request was answered"),
        log = upstream.until_log(|log| log.open == 1) => assert_eq!(log.broken_off, 0),
    }
    assert_eq!(upstream.until_log(|log| log.open == 0).await.broken_off, 1);
}

#[tokio::test]
async fn the_log_contains_the_most_recent_requests() {
    let upstream = Upstream::new(Replay::from_files([("small.sse", SMALL)]).with_log_capacity(2)).await;
    for number in 0..5 {
        upstream.get(&format!("/small/{number}")).send().await.unwrap().bytes().await.unwrap();
    }
    let log = upstream.replay.log();
    let paths: Vec<_> = log.requests.iter().map(|request| request.path.as_str()).collect();
    assert_eq!((log.total, paths.as_slice()), (5, ["/small/3", "/small/4"].as_slice()));
}

#[tokio::test]
async fn a_stopped_server_drops_open_answers() {
    let upstream = Upstream::small().await;
    let (stop, stopped) = oneshot::channel::<()>();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let path = format!("http://{}/small", listener.local_addr().unwrap());
    let replay = upstream.replay.clone();
    let server = tokio::spawn(async move { replay.serve(listener, async { drop(stopped.await) }).await });
    let mut response =
        reqwest::Client::new().get(path).header("x-replay-fault", "stall=1").send().await.unwrap();
    response.chunk().await.unwrap().unwrap();
    stop.send(()).unwrap();
    server.await.unwrap();
    assert!(response.chunk().await.is_err(), "no final chunk");
    assert_eq!(upstream.until_log(|log| log.open == 0).await.broken_off, 1);
}

#[tokio::test]
async fn answers_to_head_requests_are_logged_as_finished() {
    let upstream = Upstream::small().await;
    let head = upstream.get("/small").build().unwrap();
    let mut request = reqwest::Request::new(reqwest::Method::HEAD, head.url().clone());
    request.headers_mut().clone_from(head.headers());
    reqwest::Client::new().execute(request).await.unwrap();
    assert_eq!(upstream.until_log(|log| log.open == 0).await.broken_off, 0);
}
