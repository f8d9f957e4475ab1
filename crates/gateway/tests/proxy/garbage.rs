//! Gateways that send garbage in place of a token stream.

use crate::common::raw_client::{Answer, get_chat};
use crate::common::raw_server::raw_server;
use crate::common::{connect, connect_config};
use tokenwire::{StreamWriter, Table};
use tokenwire_http::media_type::STREAM;

/// Returns the answer that a client of `connect` receives if the gateway sends this content type, these headers and
/// this body.
async fn answer_to_client(content_type: &str, headers: &str, body: Vec<u8>) -> Answer {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\n{headers}content-length: {length}\r\n\r\n"
    );
    let answer = [head.as_bytes(), &body].concat();
    let gateway = raw_server(move || answer.clone()).await;
    let local = connect(connect_config(&gateway)).await;
    get_chat(local.address, "").await
}

/// Returns pseudorandom bytes.
fn random(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let byte = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..300).map(byte).collect()
}

#[tokio::test]
async fn random_bytes_break_off() {
    for seed in 0..50 {
        let answer = answer_to_client(STREAM, "", random(seed)).await;
        assert_eq!((answer.status(), answer.text(), answer.complete), (200, String::new(), false), "{seed}");
    }
}

#[tokio::test]
async fn events_labelled_as_a_token_stream_break_off() {
    let answer = answer_to_client(STREAM, "", b"data: {\"choices\":[]}\n\ndata: [DONE]\n\n".to_vec()).await;
    assert_eq!((answer.text(), answer.complete), (String::new(), false));
}

#[tokio::test]
async fn a_page_labelled_as_a_token_stream_breaks_off() {
    let answer = answer_to_client(STREAM, "", b"<!doctype html><h1>Please log in</h1>".to_vec()).await;
    assert_eq!((answer.text(), answer.complete), (String::new(), false));
}

#[tokio::test]
async fn a_stream_of_ids_breaks_off() {
    let (mut writer, mut stream) = (StreamWriter::new(tokenwire::Encoding::O200kBase), Vec::new());
    writer.tokens(&[1, 2, 3], &mut stream).unwrap();
    writer.end(&mut stream);
    let answer = answer_to_client(STREAM, "", stream).await;
    assert_eq!((answer.text(), answer.complete), (String::new(), false));
}

#[tokio::test]
async fn a_stream_of_an_unknown_table_breaks_off() {
    let counts = b"# own: vocabulary size 1000; ids not listed have count 1\n";
    let table = Table::from_counts(counts).unwrap();
    let mut encoder = tokenwire_chat::Encoder::new().with_tables([table]);
    let mut stream = Vec::new();
    encoder.push(b"data: {\"choices\":[]}\n\n", &mut stream).unwrap();
    encoder.end(&mut stream).unwrap();
    let answer = answer_to_client(STREAM, "", stream).await;
    assert_eq!((answer.text(), answer.complete), (String::new(), false));
}

#[tokio::test]
async fn an_empty_body_breaks_off() {
    let answer = answer_to_client(STREAM, "", Vec::new()).await;
    assert_eq!((answer.status(), answer.text(), answer.complete), (200, String::new(), false));
}

/// The client itself may support that version.
#[tokio::test]
async fn a_stream_of_another_version_is_unchanged() {
    for parameters in ["v=2", "dict=9", "v", "v=1;v=1"] {
        let content_type = format!("{STREAM};{parameters}");
        let answer =
            answer_to_client(&content_type, "tokenwire-content-type: text/event-stream\r\n", random(1)).await;
        assert!(answer.head.contains(&format!("content-type: {content_type}\r\n")), "{answer:?}");
        assert_eq!((answer.body, answer.complete), (random(1), true));
    }
}

#[tokio::test]
async fn a_stream_of_an_unknown_content_coding_is_unchanged() {
    let answer = answer_to_client(STREAM, "content-encoding: snappy\r\n", random(1)).await;
    assert!(answer.head.contains("content-encoding: snappy\r\n"));
    assert_eq!((answer.body, answer.complete), (random(1), true));
}

#[tokio::test]
async fn events_of_a_server_without_token_streams_are_unchanged() {
    let events = "data: {\"choices\":[]}\n\ndata: [DONE]\n\n";
    let answer = answer_to_client("text/event-stream; charset=utf-8", "", events.into()).await;
    assert!(answer.head.contains("content-type: text/event-stream; charset=utf-8\r\n"));
    assert_eq!((answer.text(), answer.complete), (events.to_owned(), true));
}
