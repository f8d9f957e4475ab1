//! Streams that are truncated, aborted or damaged.

use super::script::{EVENT, Script, content, read};
use crate::common::{committed_stream, decode, encode, exact_encoder, joined};
use tokenwire::{Control, Error, StreamCoder};
use tokenwire_chat::Decoder;

/// Returns the beginnings of two sources, joined, and their stream.
fn short(coder: StreamCoder) -> (Vec<u8>, Vec<u8>) {
    let source =
        [&committed_stream("llamacpp-completion.sse")[..700], &committed_stream("gemini.sse")[..900]]
            .concat();
    let stream = encode(exact_encoder().with_coder(coder), [&source[..]]);
    (source, stream)
}

#[test]
fn a_truncated_stream_decodes_up_to_its_last_complete_event() {
    for &coder in StreamCoder::ALL {
        let (source, stream) = short(coder);
        let mut before = 0;
        for cut in 0..stream.len() {
            let (events, end) = decode(Decoder::new(), [&stream[..cut]]);
            assert_eq!(end, Err(Error::Truncated { offset: cut }));
            let bytes = joined(&events);
            assert!(source.starts_with(&bytes) && bytes.len() >= before);
            before = bytes.len();
        }
        assert_eq!(before, source.len());
    }
}

#[test]
fn every_flipped_bit_is_detected() {
    for &coder in StreamCoder::ALL {
        let (source, stream) = short(coder);
        for bit in 0..8 * stream.len() {
            let mut changed = stream.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let (events, end) = decode(Decoder::new(), [&changed[..]]);
            assert!(end.is_err(), "{coder}: bit {bit} of {}", stream.len());
            // Events that are complete before the changed byte are unaffected.
            let (intact, _) = decode(Decoder::new(), [&stream[..bit / 8]]);
            assert!(joined(&events).starts_with(&joined(&intact)) && source.starts_with(&joined(&intact)));
        }
    }
}

#[test]
fn a_wrong_checksum_is_an_error_at_the_end() {
    let mut stream = Script::with_lane().tokens(&[2375]).end();
    let end = stream.len();
    stream[end - 2] ^= 1;
    assert_eq!(
        read(&stream),
        (vec![content("Hello"), content(" world")], Err(Error::Checksum { offset: end - 4 }))
    );
}

#[test]
fn bytes_after_the_end_are_an_error() {
    for &coder in StreamCoder::ALL {
        let (source, stream) = short(coder);
        for more in [&[0][..], &stream] {
            let (events, end) = decode(Decoder::new(), [&stream[..], more]);
            assert_eq!(
                (joined(&events) == source, end),
                (true, Err(Error::TrailingBytes { offset: stream.len() }))
            );
        }
    }
}

#[test]
fn an_abort_is_reported_as_aborted() {
    let script = Script::with_lane();
    let offset = script.offset();
    let (events, end) = script.control(Control::Abort).read();
    assert_eq!((events, end), (vec![content("Hello")], Err(Error::Aborted { offset })));
}

#[test]
fn every_call_after_an_error_returns_the_same_error() {
    let mut decoder = Decoder::new();
    decoder.push(&Script::with_lane().control(Control::Lane).number(9).end());
    assert_eq!(decoder.next_event().unwrap().unwrap().bytes, content("Hello").as_bytes());
    let error = decoder.next_event().unwrap_err();
    for _ in 0..3 {
        decoder.push(&Script::with_lane().end());
        assert_eq!(decoder.next_event(), Err(error.clone()));
        assert_eq!(decoder.finish(), Err(error.clone()));
        assert!(!decoder.has_ended());
    }
}

/// PING and FLUSH may occur between events.
#[test]
fn pings_and_flushes_are_skipped() {
    let script = Script::new().control(Control::Ping).literal(EVENT, &[]).control(Control::Ping);
    let (events, end) = script.control(Control::Flush).control(Control::Event).read();
    assert_eq!((events, end), (vec![EVENT.to_owned(); 2], Ok(())));
}
