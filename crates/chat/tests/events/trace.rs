//! The trace of a stream covers all of its bytes.

use crate::common::{committed, encode, exact_encoder};
use tokenwire::{Error, StreamCoder};
use tokenwire_chat::{Trace, Tracer};

fn traces(stream: &[u8]) -> Vec<Trace> {
    let mut tracer = Tracer::new();
    tracer.push(stream);
    let parts = std::iter::from_fn(|| tracer.next_trace().unwrap()).collect();
    assert_eq!(tracer.finish(), Ok(()));
    parts
}

#[test]
fn a_trace_covers_every_byte() {
    for (name, source) in committed() {
        for &coder in StreamCoder::ALL {
            let stream = encode(exact_encoder().with_coder(coder), [&source[..]]);
            let traces = traces(&stream);
            assert_eq!((traces[0].kind, traces[traces.len() - 1].kind), ("header", "end"), "{name}");
            assert!(traces.windows(2).all(|two| two[0].range.end == two[1].range.start), "{name}");
            assert_eq!(
                (traces[0].range.start, traces[traces.len() - 1].range.end),
                (0, stream.len()),
                "{name}"
            );
            assert!(traces.iter().flat_map(|trace| &trace.bytes).eq(&source), "{name}");
            assert!(traces.iter().all(|trace| !trace.detail.is_empty()), "{name}");
        }
    }
}

#[test]
fn every_part_has_its_kind() {
    let source = b"data: {\"content\":\"</a>\"}\n\ndata: {\"content\":\"\\u003ca\"}\n\ndata: {\"content\":\"b\"}\n\ndata: [DO";
    let kinds: Vec<_> =
        traces(&encode(exact_encoder(), [&source[..]])).iter().map(|trace| trace.kind).collect();
    assert_eq!(kinds, ["header", "literal", "style", "event", "event", "piece", "end"]);
}

#[test]
fn all_complete_parts_precede_an_error() {
    let mut stream = encode(exact_encoder(), [&b"data: {\"content\":\"a\"}\n\n"[..]]);
    stream.push(7);
    let mut tracer = Tracer::new();
    tracer.push(&stream);
    let kinds: Vec<_> = (0..3).map(|_| tracer.next_trace().unwrap().unwrap().kind).collect();
    assert_eq!(kinds, ["header", "literal", "end"]);
    assert_eq!(tracer.next_trace(), Err(Error::TrailingBytes { offset: stream.len() - 1 }));
}

#[cfg(feature = "serde")]
#[test]
fn sources_and_traces_serialize_with_their_field_names() {
    use serde_json::json;
    use tokenwire_chat::Source;
    assert_eq!(json!([Source::Exact, Source::Foreign]), json!(["exact", "foreign"]));
    let traces = traces(&encode(exact_encoder(), [&b"data: a\n\ndata: \xff"[..]]));
    let text = json!({"offset": 3, "length": traces[1].range.len(), "kind": "literal", "detail": "9 bytes", "bytes": "data: a\n\n"});
    assert_eq!(json!(traces[1]), text);
    assert_eq!(json!(traces[2])["hex"], "646174613a20ff");
    assert_eq!(json!(traces[0]).get("bytes"), None);
}
