//! What the upstream saw.

use crate::upstream::{SMALL, Upstream};
use tokenwire_gateway::replay::Replay;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

#[tokio::test]
async fn requests_are_kept_as_they_came() {
    let upstream = Upstream::small().await;
    upstream.post("/small/x?y=1", "{\"a\":1}").header("x-thing", "z").send().await.unwrap();
    let seen = upstream.replay.seen();
    let request = &seen.requests[0];
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/small/x?y=1"));
    assert_eq!(
        (&request.headers["x-thing"], &request.body[..]),
        (&"z".parse().unwrap(), b"{\"a\":1}".as_slice())
    );
    assert_eq!((seen.total, seen.open, seen.finished, seen.broken_off), (1, 0, 1, 0));
}

#[tokio::test]
async fn errors_are_finished_answers() {
    let upstream = Upstream::small().await;
    upstream.get("/none").send().await.unwrap();
    upstream.fault("status=500").await;
    upstream.fault("nonsense").await;
    let seen = upstream.replay.seen();
    assert_eq!((seen.total, seen.finished, seen.broken_off), (3, 3, 0));
}

/// A client that leaves in the middle of this is seen.
async fn leaves(fault: &str) {
    let upstream = Upstream::small().await;
    let mut response = upstream.fault(fault).await;
    response.chunk().await.unwrap().unwrap();
    assert_eq!(upstream.replay.seen().open, 1, "{fault}");
    drop(response);
    let seen = upstream.until(|seen| seen.open == 0).await;
    assert_eq!((seen.broken_off, seen.finished), (1, 0), "{fault}");
}

#[tokio::test]
async fn a_client_that_leaves_is_seen() {
    leaves("stall=1").await;
    leaves("gzip,stall=1").await;
}

#[tokio::test]
async fn a_client_that_leaves_a_slow_stream_is_seen() {
    let upstream = Upstream::small().await;
    let mut response = upstream.get("/small").header("x-replay-rate", "0.01").send().await.unwrap();
    response.chunk().await.unwrap().unwrap();
    drop(response);
    assert_eq!(upstream.until(|seen| seen.open == 0).await.broken_off, 1);
}

#[tokio::test]
async fn a_client_that_leaves_before_the_headers_is_seen() {
    let upstream = Upstream::small().await;
    let request = upstream.get("/small").header("x-replay-fault", "slow-headers=600000").send();
    tokio::select! {
        _ = request => panic!("it is answered"),
        seen = upstream.until(|seen| seen.open == 1) => assert_eq!(seen.broken_off, 0),
    }
    assert_eq!(upstream.until(|seen| seen.open == 0).await.broken_off, 1);
}

#[tokio::test]
async fn only_so_many_requests_are_kept() {
    let upstream = Upstream::of(Replay::from_files([("small.sse", SMALL)]).with_memory(2)).await;
    for number in 0..5 {
        upstream.get(&format!("/small/{number}")).send().await.unwrap().bytes().await.unwrap();
    }
    let seen = upstream.replay.seen();
    let paths: Vec<_> = seen.requests.iter().map(|request| request.path.as_str()).collect();
    assert_eq!((seen.total, paths.as_slice()), (5, ["/small/3", "/small/4"].as_slice()));
}

#[tokio::test]
async fn a_server_that_is_stopped_drops_what_is_open() {
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
    assert_eq!(upstream.until(|seen| seen.open == 0).await.broken_off, 1);
}

#[tokio::test]
async fn heads_have_no_body_to_be_broken_off() {
    let upstream = Upstream::small().await;
    let head = upstream.get("/small").build().unwrap();
    let mut request = reqwest::Request::new(reqwest::Method::HEAD, head.url().clone());
    request.headers_mut().clone_from(head.headers());
    reqwest::Client::new().execute(request).await.unwrap();
    assert_eq!(upstream.until(|seen| seen.open == 0).await.broken_off, 0);
}
