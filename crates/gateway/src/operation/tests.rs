//! Health and metrics while the proxy runs, drains and stops.

use super::*;
use http::StatusCode;
use http_body_util::{BodyExt as _, Full};
use std::{net::SocketAddr, time::Duration};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

const LONG: Duration = Duration::from_secs(60);

async fn get(address: SocketAddr, path: &str) -> String {
    let mut socket = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    timeout(LONG, socket.read_to_string(&mut answer)).await.expect("timed out").unwrap();
    answer
}

async fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

#[tokio::test]
async fn health_and_metrics_are_served_until_every_connection_has_ended() {
    let ((proxy, address), (admin, operator)) = (listener().await, listener().await);
    let (requested, mut requests) = mpsc::channel(1);
    let answer = Arc::new(tokio::sync::Notify::new());
    let answered = Arc::clone(&answer);
    let service = tower::service_fn(move |_: Request<Incoming>| {
        let (answered, requested) = (Arc::clone(&answered), requested.clone());
        async move {
            requested.send(()).await.unwrap();
            answered.notified().await;
            Ok::<_, Infallible>(Response::new(Full::<Bytes>::from("done").boxed()))
        }
    });
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(async move {
        let (metrics, config) = (Metrics::default(), ProxyConfig::default());
        metrics.count_request();
        operate(proxy, Some(admin), service, &metrics, &config, async { drop(stopped.await) }).await;
    });

    let healthy = get(operator, "/healthz").await;
    assert!(healthy.starts_with("HTTP/1.1 200 ") && healthy.ends_with("\r\n\r\nok"), "{healthy}");
    let metrics = get(operator, "/metrics").await;
    assert!(metrics.contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n"));
    assert!(metrics.contains("tokenwire_requests_total 1\n") && metrics.ends_with("# EOF\n"), "{metrics}");
    assert!(get(operator, "/v1/models").await.starts_with("HTTP/1.1 404 "));

    let open = tokio::spawn(get(address, "/v1/models"));
    timeout(LONG, requests.recv()).await.expect("no request arrived").unwrap();
    stop.send(()).unwrap();
    timeout(LONG, until_stopping(operator)).await.expect("the status is still healthy");
    answer.notify_one();
    assert!(open.await.unwrap().ends_with("done"));
    timeout(LONG, running).await.expect("the proxy has not ended").unwrap();
    assert!(TcpStream::connect(operator).await.is_err());
}

/// Waits until `/healthz` reports that the proxy is stopping.
async fn until_stopping(operator: SocketAddr) {
    let status = format!("HTTP/1.1 {} ", StatusCode::SERVICE_UNAVAILABLE.as_u16());
    loop {
        let answer = get(operator, "/healthz").await;
        if answer.starts_with(&status) {
            return assert!(answer.ends_with("stopping"), "{answer}");
        }
        sleep(Duration::from_millis(5)).await;
    }
}
