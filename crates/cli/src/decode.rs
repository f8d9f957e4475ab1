//! `tokenwire decode`: document, stream or payload -> text or ids.

mod stream;

use crate::args::{Decode, Format, Kind};
use crate::input::Input;
use crate::{failure::Failure, ids, output};
use tokenwire::Form;

pub(crate) fn run(args: &Decode) -> Result<(), Failure> {
    let out = args.files.out.as_deref();
    if args.output == Kind::U32 {
        output::refuse_terminal(out)?;
    }
    let mut input = Input::open(args.files.file.as_deref(), args.files.quiet)?;
    if args.format.is_none() && Form::of(input.peek()?) == Some(Form::Stream) {
        return stream::run(args, &mut input);
    }
    let bytes = input.up_to(usize::MAX)?;
    let decoded = match format(args, &bytes)? {
        Format::Document => document(args, &bytes),
        Format::Payload => payload(args, &bytes),
    };
    output::write(out, &decoded?)
}

/// What was asked for, or what the first byte tells.
fn format(args: &Decode, bytes: &[u8]) -> Result<Format, Failure> {
    let other =
        |is: &str, not: &str| Failure::Data(format!("this is a {is}, not a {not}: leave out --format"));
    match (args.format, Form::of(bytes)) {
        (Some(Format::Payload), Some(Form::Document)) => Err(other("document", "payload")),
        (Some(Format::Payload), Some(Form::Stream)) => Err(other("stream", "payload")),
        (Some(Format::Document), Some(Form::Stream)) => Err(other("stream", "document")),
        (Some(Format::Document), Some(Form::Payload | Form::GzipPayload)) => {
            Err(other("payload", "document"))
        }
        (Some(format), _) => Ok(format),
        (None, Some(Form::Document)) => Ok(Format::Document),
        (None, Some(_)) => Ok(Format::Payload),
        (None, None) => Err(Failure::no_form(bytes)),
    }
}

fn document(args: &Decode, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let document = args.choice.open(bytes)?.with_limit(args.limit.bytes);
    if args.output == Kind::Text {
        text_needs(document.encoding().is_some() || document.stores_text())?;
        return Ok(document.decode_bytes()?);
    }
    // The ids of a stored text are its tokenizer's.
    text_needs(document.encoding().is_some() || !document.stores_text())?;
    written(args.output, &document.decode()?)
}

fn payload(args: &Decode, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let codec = args.choice.codec()?.with_max_inflated(args.limit.bytes);
    if args.output == Kind::Text {
        text_needs(args.choice.encoding().is_some())?;
        return Ok(codec.decode_bytes(bytes)?);
    }
    written(args.output, &codec.decode(bytes)?)
}

fn text_needs(known: bool) -> Result<(), Failure> {
    const HINT: &str =
        "between text and ids there is an encoding: add --encoding or --model, or ask for the other";
    if known { Ok(()) } else { Err(Failure::Usage(HINT.into())) }
}

fn written(kind: Kind, decoded: &[u32]) -> Result<Vec<u8>, Failure> {
    if kind == Kind::U32 { Ok(ids::to_u32(decoded)) } else { ids::to_json(decoded) }
}
