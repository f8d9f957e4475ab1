//! Both ends of a stream, of every kind that there is, and what holds of anything that a decoder gives out.

use super::input::Input;
use std::sync::LazyLock;
use tokenwire::{Encoding, Error, Result, StreamCoder, Table};
use tokenwire_chat::{Decoder, Encoder, Event, MAX_EVENT};

static OWN: LazyLock<Table> = LazyLock::new(|| {
    Table::from_counts(b"# vocabulary size 300; ids not listed have count 1\n32\t9\n").unwrap()
});

/// An encoder, and the decoder for what it writes.
pub fn ends(input: &mut Input<'_>) -> (Encoder, Decoder) {
    let coder = *input.choose(&StreamCoder::ALL);
    let own = |encoding| {
        (Encoder::new().with_table(OWN.clone(), encoding), Decoder::with_table(OWN.clone(), encoding))
    };
    let (encoder, decoder) = match input.byte() % 8 {
        0 => own(None),
        1 => own(Some(Encoding::O200kBase)),
        2 => (Encoder::new().with_encoding(Encoding::Cl100kBase), Decoder::new()),
        3 => (Encoder::new().with_encoding(Encoding::R50kBase), Decoder::new()),
        4 => (Encoder::new().with_encoding(Encoding::O200kHarmony), Decoder::new()),
        _ => (Encoder::new(), Decoder::new()),
    };
    (encoder.with_coder(coder), decoder)
}

/// Reads a stream that comes in pieces, as long as `visit` wants more events.
pub fn read<'a>(
    mut decoder: Decoder,
    pieces: impl IntoIterator<Item = &'a [u8]>,
    mut visit: impl FnMut(&Event<'_>) -> bool,
) -> Result<()> {
    for piece in pieces {
        decoder.push(piece);
        loop {
            match decoder.next_event() {
                Ok(None) => break,
                Ok(Some(event)) => {
                    bounded(&event);
                    if !visit(&event) {
                        return Ok(());
                    }
                }
                Err(error) => return Err(stays(&mut decoder, error)),
            }
        }
    }
    decoder.finish()
}

/// An error is there from then on, whatever comes.
fn stays(decoder: &mut Decoder, error: Error) -> Error {
    assert_eq!(decoder.next_event(), Err(error.clone()));
    decoder.push(b"\x10\x10");
    assert_eq!(decoder.next_event(), Err(error.clone()));
    assert_eq!(decoder.finish(), Err(error.clone()));
    error
}

/// What an event is made of fits an event, and its ids stand for the text.
fn bounded(event: &Event<'_>) {
    assert!(event.bytes.len() <= MAX_EVENT && event.text.len() <= event.bytes.len());
    // A number has a digit at least, a token a byte; only ids of a wait for half a character have none.
    assert!(event.ids.len() <= event.bytes.len().max(4) && event.foreign_ids.len() <= event.bytes.len());
}
