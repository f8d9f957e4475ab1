//! Encoders with all options and their decoders, and the checks of every decoded event.

use super::input::Input;
use std::sync::LazyLock;
use tokenwire::{Encoding, Error, Result, StreamCoder, Table};
use tokenwire_chat::{Decoder, Encoder, Event, MAX_EVENT};

static CUSTOM: LazyLock<Table> = LazyLock::new(|| {
    Table::from_counts(b"# vocabulary size 300; ids not listed have count 1\n32\t9\n").unwrap()
});

/// Chooses an encoder and the decoder of its streams.
pub fn ends(input: &mut Input<'_>) -> (Encoder, Decoder) {
    let coder = *input.choose(StreamCoder::ALL);
    let custom =
        |table: Table| (Encoder::new().with_tables([table.clone()]), Decoder::new().with_table(table));
    let built_in = |encoding| (Encoder::new().with_tables([Table::chat_2026(encoding)]), Decoder::new());
    let (encoder, decoder) = match input.byte() % 8 {
        0 => custom(CUSTOM.clone()),
        1 => custom(CUSTOM.clone().for_encoding(Encoding::O200kBase)),
        2 => built_in(Encoding::Cl100kBase),
        3 => built_in(Encoding::R50kBase),
        4 => built_in(Encoding::O200kHarmony),
        _ => (Encoder::new(), Decoder::new()),
    };
    (encoder.with_coder(coder), decoder)
}

/// Decodes a stream that arrives in pieces, as long as `visit` returns `true`.
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
                    check_bounds(&event);
                    if !visit(&event) {
                        return Ok(());
                    }
                }
                Err(error) => return Err(check_stays(&mut decoder, error)),
            }
        }
    }
    decoder.finish()
}

/// Checks that an error is returned again, whatever follows.
fn check_stays(decoder: &mut Decoder, error: Error) -> Error {
    assert_eq!(decoder.next_event(), Err(error.clone()));
    decoder.push(b"\x10\x10");
    assert_eq!(decoder.next_event(), Err(error.clone()));
    assert_eq!(decoder.finish(), Err(error.clone()));
    error
}

/// Checks that no part of an event is larger than the event.
fn check_bounds(event: &Event<'_>) {
    assert!(event.bytes.len() <= MAX_EVENT && event.text.len() <= event.bytes.len());
    // A number has a digit and a token has a byte. Only the ids of an incomplete character have none.
    assert!(event.ids.len() <= event.bytes.len().max(4) && event.foreign_ids.len() <= event.bytes.len());
}
