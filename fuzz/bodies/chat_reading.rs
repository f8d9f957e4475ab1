//! Encoders with all options, their decoders, and the checks of every decoded event.

use super::input::Input;
use std::sync::LazyLock;
use tokenwire::{Encoding, Error, Result, StreamCoder, Table};
use tokenwire_chat::{Decoder, Encoder, Event, MAX_EVENT};

static CUSTOM: LazyLock<Table> = LazyLock::new(|| {
    Table::from_counts(b"# vocabulary size 300; ids not listed have count 1\n32\t9\n").unwrap()
});

/// Chooses an encoder and the matching decoder.
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

/// Decodes a stream that arrives in pieces. Stops early if `visit` returns `false`.
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
                Err(error) => return Err(check_repeats(&mut decoder, error)),
            }
        }
    }
    decoder.finish()
}

/// Checks that every later call returns the same error.
fn check_repeats(decoder: &mut Decoder, error: Error) -> Error {
    assert_eq!(decoder.next_event(), Err(error.clone()));
    decoder.push(b"\x10\x10");
    assert_eq!(decoder.next_event(), Err(error.clone()));
    assert_eq!(decoder.finish(), Err(error.clone()));
    error
}

/// Checks that no part of an event is larger than the event.
fn check_bounds(event: &Event<'_>) {
    // The last piece of an event has the text of all its pieces, which are at most 16 KiB.
    let text_len = event.bytes.len() + if event.complete { 0 } else { 16 << 10 };
    assert!(event.bytes.len() <= MAX_EVENT && event.text.len() <= text_len);
    // Each number has a digit, and each token a byte. Only the ids of an incomplete character may have no bytes yet.
    assert!(event.ids.len() <= event.bytes.len().max(4) && event.foreign_ids.len() <= event.bytes.len());
}
