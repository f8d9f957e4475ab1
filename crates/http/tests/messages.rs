//! All messages of the crate are in the committed file `messages.txt`. A new or changed message fails this test.
//!
//! `TOKENWIRE_WRITE_MESSAGES=1 cargo test -p tokenwire-http --features encode --test messages` rewrites the file.
//!
//! The errors of a decoded body are errors of tokenwire and tokenwire-chat, whose messages are listed by the tests of
//! those crates.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../../chat/tests/common/source_messages.rs"]
mod source_messages;

use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use std::convert::Infallible;
use tokenwire::{Encoding, ErrorKind, StreamCoder, Table};
use tokenwire_chat::Encoder;
use tokenwire_http::media_type::STREAM;
use tokenwire_http::{DecodeLayer, Offer};
use tower::{ServiceBuilder, ServiceExt};

#[test]
fn all_messages_are_in_the_committed_file() {
    let lines = source_messages::source_lines(env!("CARGO_MANIFEST_DIR"), &["examples", "src"]);
    source_messages::compare(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/messages.txt"), &lines);
}

#[test]
fn an_offer_is_displayed_as_a_media_range() {
    let offer = Offer::new().with_tables([Table::chat_2026(Encoding::O200kBase)]);
    let range = "application/vnd.tokenwire.stream;v=1;tables=2;coders=varint.prefix;dict=1";
    assert_eq!(offer.to_string(), range);
    let offer = offer.with_coders([StreamCoder::Prefix]);
    assert_eq!(offer.to_string(), range.replace("varint.", ""));
}

/// Returns the error of a response body that contains this token stream.
async fn body_error(stream: Vec<u8>) -> tokenwire::Error {
    let service = tower::service_fn(move |_: Request<()>| {
        let body = Full::from(stream.clone());
        let response = Response::builder().header("content-type", STREAM).body(body).unwrap();
        async { Ok::<_, Infallible>(response) }
    });
    let service = ServiceBuilder::new().layer(DecodeLayer::new()).service(service);
    let response = service.oneshot(Request::new(())).await.unwrap();
    let error = response.into_body().collect().await.err().unwrap();
    *error.downcast::<tokenwire::Error>().unwrap()
}

#[tokio::test]
async fn errors_of_a_decoded_body_are_errors_of_tokenwire() {
    let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
    encoder.push(b"data: {\"content\":\"Two\"}\n\n", &mut stream).unwrap();
    let mut aborted = stream.clone();
    encoder.clone().abort(&mut aborted).unwrap();
    encoder.end(&mut stream).unwrap();
    let truncated = stream[..stream.len() - 1].to_vec();
    let mut modified = stream.clone();
    *modified.last_mut().unwrap() ^= 1;
    for (stream, kind) in [
        (truncated, ErrorKind::Truncated),
        (aborted, ErrorKind::Aborted),
        (modified, ErrorKind::Checksum),
        ([&stream[..], b"x"].concat(), ErrorKind::Corrupt),
        (b"data: {}\n\n".to_vec(), ErrorKind::Corrupt),
    ] {
        let error = body_error(stream).await;
        assert_eq!(error.kind(), kind, "{error}");
    }
}
