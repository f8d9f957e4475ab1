//! Slow clients, silent clients, and headers over the limit.

use super::client::Client;
use super::server::{SHORT, Server, config, soon};
use crate::listen::ListenConfig;

/// Sends `request` to a server with a short header timeout, and then stalls. Returns all bytes that the server sends.
async fn answer_to(request: &str) -> String {
    let server = Server::new(ListenConfig { header_timeout: SHORT, ..config() }).await;
    let mut client = Client::new(server.address).await;
    client.write(request).await;
    client.read_all().await
}

#[tokio::test]
async fn incomplete_headers_time_out() {
    assert_eq!(answer_to("GET / HTTP/1.1\r\nHost: x\r\nA: b").await, "");
}

#[tokio::test]
async fn a_silent_connection_times_out() {
    assert_eq!(answer_to("").await, "");
    // The start of the HTTP/2 preface, which could still become an HTTP/1 request.
    assert_eq!(answer_to("PRI * HTTP/2.0\r\n").await, "");
}

#[tokio::test]
async fn an_idle_connection_times_out() {
    let answer = answer_to("GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("hello"), "{answer}");
}

/// Returns the status line of the answer to a request with a header of this size.
async fn status_line(bytes: usize) -> String {
    let server = Server::new(ListenConfig { header_bytes: 16 << 10, ..config() }).await;
    let mut client = Client::new(server.address).await;
    let long = "a".repeat(bytes);
    client.write(&format!("GET / HTTP/1.1\r\nHost: x\r\nLong: {long}\r\n\r\n")).await;
    client.read_to("\r\n").await
}

#[tokio::test]
async fn headers_over_the_limit_are_answered_with_431() {
    assert_eq!(status_line(15 << 10).await, "HTTP/1.1 200 OK\r\n");
    assert_eq!(status_line(17 << 10).await, "HTTP/1.1 431 Request Header Fields Too Large\r\n");
}

#[tokio::test]
async fn a_client_that_does_not_read_is_dropped() {
    let mut server = Server::new(ListenConfig { write_timeout: SHORT, ..config() }).await;
    let mut client = Client::new(server.address).await;
    client.get("/endless").await;
    soon(server.dropped.recv()).await.unwrap();
    drop(client);
}

#[tokio::test]
async fn a_client_that_disconnects_ends_its_answer() {
    let mut server = Server::new(config()).await;
    let mut client = Client::new(server.address).await;
    client.get("/endless").await;
    client.read_to("....").await;
    drop(client);
    soon(server.dropped.recv()).await.unwrap();
}

#[tokio::test]
async fn http2_works_without_negotiation() {
    let server = Server::new(config()).await;
    let response = Client::new(server.address).await.get_http2("/").await;
    assert_eq!((response.version(), &response.body()[..]), (http::Version::HTTP_2, &b"hello"[..]));
}

#[tokio::test]
async fn a_connection_can_be_upgraded_to_another_protocol() {
    let server = Server::new(config()).await;
    let mut client = Client::new(server.address).await;
    client.write("GET /upgrade HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n").await;
    assert!(client.read_to("\r\n\r\n").await.starts_with("HTTP/1.1 101 "));
    client.write("anything").await;
    assert_eq!(client.read_to("thing").await, "anything");
}
