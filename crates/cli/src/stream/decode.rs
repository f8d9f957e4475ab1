//! `tokenwire stream decode`: stream -> events, text or ids, as they come.

use super::incoming::Incoming;
use crate::args::stream::{Decode, Kind};
use crate::failure::Failure;
use crate::ids;
use crate::input::Input;
use crate::output::Output;
use tokenwire_chat::{Decoder, Event};

pub(super) fn run(args: &Decode) -> Result<(), Failure> {
    let mut incoming = Incoming::new(&args.choice)?;
    let mut source = Input::open(args.files.file.as_deref(), args.files.quiet)?;
    let mut output = Output::open(args.files.out.as_deref())?;
    while let Some(bytes) = source.next()? {
        incoming.push(&bytes)?;
        incoming.check()?;
        deliver(&mut incoming.decoder, args.output, &mut output)?;
    }
    incoming.finish()?;
    output.finish()
}

/// Bytes that are put together before they are written: a few of a stream may stand for many.
const ENOUGH: usize = 64 << 10;

/// Writes all that is complete; after an error too.
fn deliver(decoder: &mut Decoder, kind: Kind, output: &mut Output) -> Result<(), Failure> {
    loop {
        let mut out = Vec::new();
        let more = append(decoder, kind, &mut out);
        output.add(&out)?;
        if !more? {
            return Ok(());
        }
    }
}

/// Appends events until that is enough, and says whether there may be more.
fn append(decoder: &mut Decoder, kind: Kind, out: &mut Vec<u8>) -> Result<bool, Failure> {
    while out.len() < ENOUGH {
        match decoder.next_event()? {
            Some(event) => append_event(&event, kind, out)?,
            None => return Ok(false),
        }
    }
    Ok(true)
}

fn append_event(event: &Event<'_>, kind: Kind, out: &mut Vec<u8>) -> Result<(), Failure> {
    match kind {
        Kind::Events => out.extend(event.bytes),
        Kind::Text => out.extend(event.text.as_bytes()),
        Kind::Ids if event.ids.is_empty() => {}
        Kind::Ids => out.extend(ids::to_json(event.ids)?),
    }
    Ok(())
}
