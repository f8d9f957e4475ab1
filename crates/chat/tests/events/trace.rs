//! The trace of a stream says where each byte of it belongs.

use crate::common::{committed, encode, exact};
use tokenwire::{Error, StreamCoder};
use tokenwire_chat::{Decoder, Trace};

fn traces(stream: &[u8]) -> Vec<Trace> {
    let mut decoder = Decoder::new();
    decoder.push(stream);
    let traces = std::iter::from_fn(|| decoder.next_trace().unwrap()).collect();
    assert!(decoder.has_ended());
    traces
}

#[test]
fn a_trace_leaves_nothing_out() {
    for (name, source) in committed() {
        for coder in StreamCoder::ALL {
            let stream = encode(exact().with_coder(coder), [&source[..]]);
            let traces = traces(&stream);
            assert_eq!((traces[0].kind, traces[traces.len() - 1].kind), ("header", "end"), "{name}");
            assert!(traces.windows(2).all(|two| two[0].at.end == two[1].at.start), "{name}");
            assert_eq!((traces[0].at.start, traces[traces.len() - 1].at.end), (0, stream.len()), "{name}");
            assert!(traces.iter().flat_map(|trace| &trace.bytes).eq(&source), "{name}");
            assert!(traces.iter().all(|trace| !trace.detail.is_empty()), "{name}");
        }
    }
}

#[test]
fn kinds_are_what_they_say() {
    let source = b"data: {\"content\":\"</a>\"}\n\ndata: {\"content\":\"\\u003ca\"}\n\ndata: {\"content\":\"b\"}\n\ndata: [DO";
    let kinds: Vec<_> = traces(&encode(exact(), [&source[..]])).iter().map(|trace| trace.kind).collect();
    assert_eq!(kinds, ["header", "literal", "style", "event", "event", "piece", "end"]);
}

#[test]
fn what_is_wrong_is_told_after_what_is_right() {
    let mut stream = encode(exact(), [&b"data: {\"content\":\"a\"}\n\n"[..]]);
    stream.push(7);
    let mut decoder = Decoder::new();
    decoder.push(&stream);
    let kinds: Vec<_> = (0..3).map(|_| decoder.next_trace().unwrap().unwrap().kind).collect();
    assert_eq!(kinds, ["header", "literal", "end"]);
    assert_eq!(decoder.next_trace(), Err(Error::TrailingBytes { offset: stream.len() - 1 }));
}
