//! `tokenwire stream`: encodes and decodes chat completions while they arrive.

mod encode;
mod inspect;
mod reader;
mod stats;

use crate::args::stream::{Decode, EventPart, Stream};
use crate::error::CliError;
use crate::shared::ids;
use crate::shared::input::Input;
use crate::shared::output::Output;
use reader::EventReader;
use tokenwire_chat::{Decoder, Event};

pub(crate) fn run(args: &Stream) -> Result<(), CliError> {
    match args {
        Stream::Encode(args) => encode::run(args),
        Stream::Decode(args) => decode(args),
        Stream::Stats(args) => stats::run(args),
        Stream::Inspect(args) => inspect::run(args),
    }
}

/// `tokenwire stream decode`: decodes a stream to events, text or ids.
fn decode(args: &Decode) -> Result<(), CliError> {
    let mut reader = EventReader::new(&args.table, args.table.decoder()?);
    let mut input = Input::open(args.files.input.as_deref(), args.files.quiet)?;
    let mut output = Output::open(args.files.output.path.as_deref())?;
    while let Some(bytes) = input.next()? {
        reader.push(&bytes)?;
        write_events(&mut reader.decoder, args.to, &mut output)?;
    }
    reader.finish()?;
    output.finish()
}

/// The size at which the buffer of decoded events is written, because a few bytes of a stream can decode to many.
const BUFFER_SIZE: usize = 64 << 10;

/// Writes all complete events, including those before an error.
fn write_events(decoder: &mut Decoder, part: EventPart, output: &mut Output) -> Result<(), CliError> {
    loop {
        let mut buffer = Vec::new();
        let more = fill_buffer(decoder, part, &mut buffer);
        output.append(&buffer)?;
        if !more? {
            return Ok(());
        }
    }
}

/// Appends events until the buffer is full. Returns whether more may follow.
fn fill_buffer(decoder: &mut Decoder, part: EventPart, buffer: &mut Vec<u8>) -> Result<bool, CliError> {
    while buffer.len() < BUFFER_SIZE {
        match decoder.next_event()? {
            Some(event) => append_event(&event, part, buffer)?,
            None => return Ok(false),
        }
    }
    Ok(true)
}

fn append_event(event: &Event<'_>, part: EventPart, buffer: &mut Vec<u8>) -> Result<(), CliError> {
    match part {
        EventPart::Events => buffer.extend(event.bytes),
        EventPart::Text => buffer.extend(event.text.as_bytes()),
        EventPart::Ids if event.ids.is_empty() => {}
        EventPart::Ids => buffer.extend(ids::to_json(event.ids)?),
    }
    Ok(())
}
