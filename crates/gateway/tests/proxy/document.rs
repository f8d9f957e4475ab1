//! Documents as request bodies: valid, malformed, unsupported and too large ones.

use crate::common::upstream::Upstream;
use crate::common::{Running, client, proxy_config, serve, serve_config, soon};
use tokenwire::{Coder, DocumentWriter, Encoding, Table};
use tokenwire_http::media_type::DOCUMENT;

/// A gateway and its upstream.
struct Setup {
    upstream: Upstream,
    gateway: Running,
}

const JSON: &str =
    r#"{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"Say hello to all."}]}"#;

/// Encodes a text as a document.
fn document(text: &str) -> Vec<u8> {
    DocumentWriter::new(Encoding::O200kBase).encode_text(text).unwrap()
}

impl Setup {
    /// Starts a gateway with this limit on request bodies.
    async fn new(body_bytes: usize) -> Self {
        let upstream = Upstream::new().await;
        let proxy = proxy_config(|config| config.limits.body_bytes = body_bytes);
        let gateway = serve(serve_config(&upstream.server).with_proxy(proxy)).await;
        Self { upstream, gateway }
    }

    /// Returns a request with this document.
    fn post(&self, body: impl Into<reqwest::Body>) -> reqwest::RequestBuilder {
        client().post(self.gateway.url("/v1/chat")).header("content-type", DOCUMENT).body(body)
    }

    /// Sends a request and asserts that it is refused and not forwarded. Returns the status, the code and
    /// `Accept-Post`.
    async fn refused(&mut self, request: reqwest::RequestBuilder) -> (u16, String, Option<String>) {
        let answer = soon(request.send()).await.unwrap();
        assert_eq!(answer.headers()["content-type"], "application/json");
        let types = answer.headers().get("accept-post").map(|types| types.to_str().unwrap().to_owned());
        let (status, text) = (answer.status().as_u16(), soon(answer.text()).await.unwrap());
        let error: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(error["error"]["type"], "invalid_request_error");
        assert!(!error["error"]["message"].as_str().unwrap().is_empty());
        assert!(self.upstream.unexpected().is_empty(), "the request was forwarded");
        (status, error["error"]["code"].as_str().unwrap().to_owned(), types)
    }
}

fn bad_request() -> (u16, String, Option<String>) {
    (400, "bad_request".into(), None)
}

fn unsupported() -> (u16, String, Option<String>) {
    (415, "unsupported_document".into(), Some(DOCUMENT.into()))
}

fn too_large() -> (u16, String, Option<String>) {
    (413, "request_too_large".into(), None)
}

#[tokio::test]
async fn the_text_of_a_document_is_forwarded() {
    let mut setup = Setup::new(1 << 20).await;
    let chunks = futures_util::stream::iter(
        document(JSON).into_iter().map(|byte| Ok::<_, std::io::Error>(vec![byte])),
    );
    let chunked = setup.post(reqwest::Body::wrap_stream(chunks));
    let typed =
        setup.post(document(JSON)).header("tokenwire-content-type", "application/json; charset=utf-8");
    for (request, content_type) in [
        (setup.post(document(JSON)), "application/json"),
        (typed, "application/json; charset=utf-8"),
        (chunked, "application/json"),
    ] {
        let answer = tokio::spawn(request.send());
        let request = setup.upstream.request().await;
        assert_eq!((request.body.as_slice(), request.complete), (JSON.as_bytes(), true));
        assert_eq!(request.header("content-type"), Some(content_type));
        assert_eq!(request.header("content-length"), Some(JSON.len().to_string().as_str()));
        assert_eq!(
            (request.header("tokenwire-content-type"), request.header("transfer-encoding")),
            (None, None)
        );
        request.respond("ok");
        assert_eq!(soon(answer).await.unwrap().unwrap().status(), 200);
    }
}

#[tokio::test]
async fn any_flipped_bit_is_answered_with_400_or_415() {
    let mut setup = Setup::new(1 << 20).await;
    let valid = document(r#"{"stream":true}"#);
    for bit in 0..valid.len() * 8 {
        let mut body = valid.clone();
        body[bit / 8] ^= 1 << (bit % 8);
        let refused = setup.refused(setup.post(body)).await;
        assert!([bad_request(), unsupported()].contains(&refused), "bit {bit}: {refused:?}");
    }
}

#[tokio::test]
async fn any_truncation_is_answered_with_400() {
    let mut setup = Setup::new(1 << 20).await;
    let valid = document(r#"{"stream":true}"#);
    for end in 0..valid.len() {
        assert_eq!(setup.refused(setup.post(valid[..end].to_vec())).await, bad_request(), "{end}");
    }
    assert_eq!(setup.refused(setup.post(JSON)).await.0, 400, "JSON is not a document");
}

#[tokio::test]
async fn a_document_whose_text_is_over_the_limit_is_answered_with_400() {
    let mut setup = Setup::new(10_000).await;
    let small = document(&"a ".repeat(6_000));
    assert!(small.len() < 5_000);
    assert_eq!(setup.refused(setup.post(small)).await, bad_request());
}

#[tokio::test]
async fn an_unknown_table_is_answered_with_415() {
    let counts = b"# own: vocabulary size 300000; ids not listed have count 1\n7\t100\n";
    let table = Table::from_counts(counts).unwrap();
    let writer =
        DocumentWriter::from_table(table.for_encoding(Encoding::O200kBase)).with_coder(Coder::Prefix);
    let custom = writer.encode_text(JSON).unwrap();
    let mut setup = Setup::new(1 << 20).await;
    assert_eq!(setup.refused(setup.post(custom)).await, unsupported());
}

#[tokio::test]
async fn a_compressed_document_is_answered_with_415() {
    let mut setup = Setup::new(1 << 20).await;
    let request = setup.post(document(JSON)).header("content-encoding", "gzip");
    assert_eq!(setup.refused(request).await, unsupported());
}

#[tokio::test]
async fn a_document_over_the_limit_is_answered_with_413() {
    let mut setup = Setup::new(100).await;
    assert_eq!(setup.refused(setup.post(vec![b'x'; 101])).await, too_large());
}

#[tokio::test]
async fn any_body_over_the_limit_is_answered_with_413() {
    let mut setup = Setup::new(100).await;
    let json = |body: reqwest::Body| client().post(setup.gateway.url("/v1")).body(body);
    let with_length = json(vec![b'x'; 101].into());
    let refused = setup.refused(with_length).await;
    assert_eq!(refused, too_large());
}

/// The gateway learns the length only while it forwards the body, so the upstream receives the start of the body.
#[tokio::test]
async fn a_chunked_body_over_the_limit_is_answered_with_413() {
    let mut setup = Setup::new(100).await;
    let pieces = futures_util::stream::iter([(), ()].map(|()| Ok::<_, std::io::Error>(vec![b'x'; 60])));
    let request = client().post(setup.gateway.url("/v1")).body(reqwest::Body::wrap_stream(pieces));
    let answer = soon(request.send()).await.unwrap();
    assert_eq!(answer.status(), 413);
    assert!(soon(answer.text()).await.unwrap().contains("request_too_large"));
    assert!(setup.upstream.unexpected().iter().all(|request| !request.complete));
}

#[tokio::test]
async fn a_body_at_the_limit_is_forwarded() {
    let mut setup = Setup::new(100).await;
    let request = client().post(setup.gateway.url("/v1")).body(vec![b'x'; 100]);
    let answer = tokio::spawn(request.send());
    let request = setup.upstream.request().await;
    assert_eq!((request.body.len(), request.complete), (100, true));
    request.respond("ok");
    assert_eq!(soon(answer).await.unwrap().unwrap().status(), 200);
}
