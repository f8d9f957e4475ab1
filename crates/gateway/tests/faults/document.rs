//! Documents as request bodies, good and bad.

use crate::common::upstream::Upstream;
use crate::common::{Running, client, serve, serve_config, soon};
use tokenwire::{DocumentWriter, Encoding, Table};
use tokenwire_gateway::DOCUMENT;

struct Posting {
    upstream: Upstream,
    gateway: Running,
}

const JSON: &str =
    r#"{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"Say hello to all."}]}"#;

fn document(text: &str) -> Vec<u8> {
    DocumentWriter::new(Encoding::O200kBase).encode_text(text).unwrap()
}

impl Posting {
    /// To a gateway that takes so many bytes.
    async fn new(most: usize) -> Self {
        let upstream = Upstream::new().await;
        let mut config = serve_config(&upstream.server);
        config.proxy.limits.body_bytes = most;
        Self { gateway: serve(config).await, upstream }
    }

    fn post(&self, body: impl Into<reqwest::Body>) -> reqwest::RequestBuilder {
        client().post(self.gateway.url("/v1/chat")).header("content-type", DOCUMENT).body(body)
    }

    /// How a body is refused that the upstream never sees: the status, the code, and which types would do.
    async fn refused(&mut self, request: reqwest::RequestBuilder) -> (u16, String, Option<String>) {
        let answer = soon(request.send()).await.unwrap();
        assert_eq!(answer.headers()["content-type"], "application/json");
        let types = answer.headers().get("accept-post").map(|types| types.to_str().unwrap().to_owned());
        let (status, text) = (answer.status().as_u16(), soon(answer.text()).await.unwrap());
        let said: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(said["error"]["type"], "invalid_request_error");
        assert!(!said["error"]["message"].as_str().unwrap().is_empty());
        assert!(self.upstream.others().is_empty(), "it was sent on");
        (status, said["error"]["code"].as_str().unwrap().to_owned(), types)
    }
}

fn bad() -> (u16, String, Option<String>) {
    (400, "bad_request".into(), None)
}

fn unsupported() -> (u16, String, Option<String>) {
    (415, "unsupported_document".into(), Some(DOCUMENT.into()))
}

fn too_large() -> (u16, String, Option<String>) {
    (413, "request_too_large".into(), None)
}

#[tokio::test]
async fn a_document_is_sent_on_as_what_it_stands_for() {
    let mut posting = Posting::new(1 << 20).await;
    let chunks = futures_util::stream::iter(
        document(JSON).into_iter().map(|byte| Ok::<_, std::io::Error>(vec![byte])),
    );
    let chunked = posting.post(reqwest::Body::wrap_stream(chunks));
    let typed =
        posting.post(document(JSON)).header("tokenwire-content-type", "application/json; charset=utf-8");
    for (request, content_type) in [
        (posting.post(document(JSON)), "application/json"),
        (typed, "application/json; charset=utf-8"),
        (chunked, "application/json"),
    ] {
        let answer = tokio::spawn(request.send());
        let asked = posting.upstream.asked().await;
        assert_eq!((asked.body.as_slice(), asked.whole), (JSON.as_bytes(), true));
        assert_eq!(asked.header("content-type"), Some(content_type));
        assert_eq!(asked.header("content-length"), Some(JSON.len().to_string().as_str()));
        assert_eq!((asked.header("tokenwire-content-type"), asked.header("transfer-encoding")), (None, None));
        asked.say("ok");
        assert_eq!(soon(answer).await.unwrap().unwrap().status(), 200);
    }
}

#[tokio::test]
async fn any_bit_that_is_flipped_is_400_or_415() {
    let mut posting = Posting::new(1 << 20).await;
    let good = document(r#"{"stream":true}"#);
    for bit in 0..good.len() * 8 {
        let mut body = good.clone();
        body[bit / 8] ^= 1 << (bit % 8);
        let refused = posting.refused(posting.post(body)).await;
        assert!([bad(), unsupported()].contains(&refused), "bit {bit}: {refused:?}");
    }
}

#[tokio::test]
async fn any_beginning_is_400() {
    let mut posting = Posting::new(1 << 20).await;
    let good = document(r#"{"stream":true}"#);
    for end in 0..good.len() {
        assert_eq!(posting.refused(posting.post(good[..end].to_vec())).await, bad(), "{end}");
    }
    assert_eq!(posting.refused(posting.post(JSON)).await.0, 400, "JSON is no document");
}

#[tokio::test]
async fn what_is_too_large_when_it_is_read_is_400() {
    let mut posting = Posting::new(10_000).await;
    let small = document(&"a ".repeat(6_000));
    assert!(small.len() < 5_000);
    assert_eq!(posting.refused(posting.post(small)).await, bad());
}

#[tokio::test]
async fn an_unknown_table_is_415() {
    let counts = b"# own: vocabulary size 300000; ids not listed have count 1\n7\t100\n";
    let table = Table::from_counts(counts).unwrap();
    let writer = DocumentWriter::with_table(table)
        .with_vocabulary(Encoding::O200kBase)
        .with_coder(tokenwire::Coder::Prefix);
    let own = writer.encode_text(JSON).unwrap();
    let mut posting = Posting::new(1 << 20).await;
    assert_eq!(posting.refused(posting.post(own)).await, unsupported());
}

#[tokio::test]
async fn a_packed_document_is_415() {
    let mut posting = Posting::new(1 << 20).await;
    let request = posting.post(document(JSON)).header("content-encoding", "gzip");
    assert_eq!(posting.refused(request).await, unsupported());
}

#[tokio::test]
async fn a_document_over_the_limit_is_413() {
    let mut posting = Posting::new(100).await;
    assert_eq!(posting.refused(posting.post(vec![b'x'; 101])).await, too_large());
}

#[tokio::test]
async fn any_body_over_the_limit_is_413() {
    let mut posting = Posting::new(100).await;
    let json = |body: reqwest::Body| client().post(posting.gateway.url("/v1")).body(body);
    let with_length = json(vec![b'x'; 101].into());
    let refused = posting.refused(with_length).await;
    assert_eq!(refused, too_large());
}

/// It was on its way when that was seen: it never comes to its end.
#[tokio::test]
async fn a_body_without_a_length_over_the_limit_is_413() {
    let mut posting = Posting::new(100).await;
    let pieces = futures_util::stream::iter([(), ()].map(|()| Ok::<_, std::io::Error>(vec![b'x'; 60])));
    let request = client().post(posting.gateway.url("/v1")).body(reqwest::Body::wrap_stream(pieces));
    let answer = soon(request.send()).await.unwrap();
    assert_eq!(answer.status(), 413);
    assert!(soon(answer.text()).await.unwrap().contains("request_too_large"));
    assert!(posting.upstream.others().iter().all(|asked| !asked.whole));
}

#[tokio::test]
async fn a_body_at_the_limit_passes() {
    let mut posting = Posting::new(100).await;
    let request = client().post(posting.gateway.url("/v1")).body(vec![b'x'; 100]);
    let answer = tokio::spawn(request.send());
    let asked = posting.upstream.asked().await;
    assert_eq!((asked.body.len(), asked.whole), (100, true));
    asked.say("ok");
    assert_eq!(soon(answer).await.unwrap().unwrap().status(), 200);
}
