//! Server-sent events: splits a response into them, and encodes them with a flush after each.

use std::io::{self, Write};
use tokenwire_chat::Encoder;

/// The empty line that ends an event.
const END: &[u8] = b"\n\n";

/// Removes the first complete event, with the empty line after it, from the front of `received`.
pub(crate) fn take_event(received: &mut Vec<u8>) -> Option<Vec<u8>> {
    let end = received.windows(END.len()).position(|bytes| bytes == END)?;
    Some(received.drain(..end + END.len()).collect())
}

/// Encodes the events as a complete token stream, flushed after each event. Lines that no blank line follows are events
/// too.
pub(crate) fn encode_flushed<E: AsRef<[u8]>>(
    encoder: &mut Encoder,
    events: &[E],
) -> tokenwire::Result<Vec<u8>> {
    let mut stream = Vec::new();
    for event in events {
        encoder.push(event.as_ref(), &mut stream)?;
        if event.as_ref().ends_with(b"\n") {
            encoder.flush_partial(&mut stream)?;
        }
        encoder.flush(&mut stream);
    }
    encoder.end(&mut stream)?;
    Ok(stream)
}

/// Writes the events, with a flush after each.
pub(crate) fn write_flushed<E: AsRef<[u8]>>(writer: &mut impl Write, events: &[E]) -> io::Result<()> {
    for event in events {
        writer.write_all(event.as_ref())?;
        writer.flush()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokenwire::StreamCoder;

    const EVENTS: [&str; 2] = ["data: {\"a\": 1}\n\n", "data: [DONE]\n\n"];

    #[test]
    fn a_complete_event_is_taken_with_its_blank_line() {
        let mut received = EVENTS.concat().into_bytes();
        received.extend(b"data: rest\n");
        assert_eq!(take_event(&mut received).as_deref(), Some(EVENTS[0].as_bytes()));
        assert_eq!(take_event(&mut received).as_deref(), Some(EVENTS[1].as_bytes()));
        assert_eq!((take_event(&mut received), received.as_slice()), (None, &b"data: rest\n"[..]));
    }

    /// A flush pads the code words of the prefix coder to whole bytes, so flushes make a stream longer.
    #[test]
    fn encode_flushed_flushes_after_each_event() {
        let event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"}}]}\n\n";
        let encoder = || Encoder::new().with_coder(StreamCoder::Prefix);
        let flushed = encode_flushed(&mut encoder(), &[event; 20]).unwrap();
        let whole = encode_flushed(&mut encoder(), &[event.repeat(20)]).unwrap();
        assert!(flushed.len() > whole.len(), "{} {}", flushed.len(), whole.len());
    }

    /// Records calls of `write` and `flush`.
    #[derive(Default)]
    struct Recorder(Vec<String>);

    impl Write for Recorder {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            self.0.push("flush".into());
            Ok(())
        }
    }

    #[test]
    fn write_flushed_flushes_after_each_event() {
        let mut recorder = Recorder::default();
        write_flushed(&mut recorder, &EVENTS).unwrap();
        assert_eq!(recorder.0, [EVENTS[0], "flush", EVENTS[1], "flush"]);
    }
}
