//! `tokenwire decode`: decodes a document, stream or payload to text or ids.

use crate::args::coding::{DataKind, Decode, Format};
use crate::error::CliError;
use crate::shared::ids;
use crate::shared::input::Input;
use crate::shared::output::{self, Output};
use std::io::Read;
use tokenwire::io::{IdReader, TextReader};
use tokenwire::{Form, Table};

pub(crate) fn run(args: &Decode) -> Result<(), CliError> {
    let output = args.files.output.path.as_deref();
    if args.to == DataKind::U32 {
        output::refuse_terminal(output)?;
    }
    let mut input = Input::open(args.files.input.as_deref(), args.files.quiet)?;
    if args.format.is_none() && Form::detect(input.peek()?) == Some(Form::Stream) {
        return decode_stream(args, &mut input);
    }
    let bytes = input.read_up_to(usize::MAX)?;
    let decoded = match format(args, &bytes)? {
        Format::Document => decode_document(args, &bytes),
        Format::Payload => decode_payload(args, &bytes),
    };
    output::write(output, &decoded?)
}

/// Returns the format that `--format` names, or the format that the first byte indicates.
fn format(args: &Decode, bytes: &[u8]) -> Result<Format, CliError> {
    let mismatch = |actual: &str, named: &str| {
        CliError::Failed(format!("the input is a {actual}, not a {named}; omit --format"))
    };
    match (args.format, Form::detect(bytes)) {
        (Some(Format::Payload), Some(Form::Document)) => Err(mismatch("document", "payload")),
        (Some(Format::Payload), Some(Form::Stream)) => Err(mismatch("stream", "payload")),
        (Some(Format::Document), Some(Form::Stream)) => Err(mismatch("stream", "document")),
        (Some(Format::Document), Some(Form::Payload | Form::GzipPayload)) => {
            Err(mismatch("payload", "document"))
        }
        (Some(format), _) => Ok(format),
        (None, Some(Form::Document)) => Ok(Format::Document),
        (None, Some(_)) => Ok(Format::Payload),
        (None, None) => Err(CliError::unknown_form(bytes)),
    }
}

fn decode_document(args: &Decode, bytes: &[u8]) -> Result<Vec<u8>, CliError> {
    let document = args.table.open_document(bytes)?.with_max_size(args.max_size.bytes);
    if args.to == DataKind::Text {
        require_encoding(document.table().encoding().is_some() || document.stores_text())?;
        return Ok(document.decode_bytes()?);
    }
    // A document that stores text has no ids. Tokenizing the text produces them, which needs an encoding.
    require_encoding(document.table().encoding().is_some() || !document.stores_text())?;
    format_ids(args.to, &document.decode()?)
}

fn decode_payload(args: &Decode, bytes: &[u8]) -> Result<Vec<u8>, CliError> {
    let codec = args.table.codec()?.with_max_size(args.max_size.bytes);
    if args.to == DataKind::Text {
        require_encoding(codec.table().encoding().is_some())?;
        return Ok(codec.decode_bytes(bytes)?);
    }
    format_ids(args.to, &codec.decode(bytes)?)
}

/// Decodes a stream of ids. Each part is written as soon as it is read.
fn decode_stream(args: &Decode, input: &mut Input) -> Result<(), CliError> {
    let header = args.table.peek_id_header(input)?;
    require_encoding(header.table().encoding().is_some() || args.to != DataKind::Text)?;
    let mut output = Output::open(args.files.output.path.as_deref())?;
    match args.to {
        DataKind::Text => copy_text(input, header.table(), &mut output)?,
        DataKind::Ids | DataKind::U32 => copy_ids(args.to, input, header.table(), &mut output)?,
    }
    output.finish()
}

fn copy_text(input: &mut Input, table: &Table, output: &mut Output) -> Result<(), CliError> {
    let mut reader = TextReader::new(input).with_table(table.clone());
    let mut buffer = vec![0; 1 << 16];
    loop {
        let len = reader.read(&mut buffer).map_err(CliError::reading)?;
        match buffer.get(..len) {
            None | Some([]) => return Ok(()),
            Some(text) => output.append(text)?,
        }
    }
}

fn copy_ids(kind: DataKind, input: &mut Input, table: &Table, output: &mut Output) -> Result<(), CliError> {
    let mut reader = IdReader::new(input).with_table(table.clone());
    let (mut ids, mut is_first) = (Vec::new(), true);
    while reader.read_ids(&mut ids).map_err(CliError::reading)? {
        let part = if kind == DataKind::U32 { ids::to_u32(&ids) } else { json_part(&ids, is_first) };
        output.append(&part)?;
        ids.clear();
        is_first = false;
    }
    if kind == DataKind::Ids {
        output.append(if is_first { b"[]\n" } else { b"]\n" })?;
    }
    Ok(())
}

fn require_encoding(is_known: bool) -> Result<(), CliError> {
    const HINT: &str =
        "text and ids cannot be converted without an encoding; add --encoding or --model, or change --to";
    if is_known { Ok(()) } else { Err(CliError::usage(HINT)) }
}

fn format_ids(kind: DataKind, ids: &[u32]) -> Result<Vec<u8>, CliError> {
    if kind == DataKind::U32 { Ok(ids::to_u32(ids)) } else { ids::to_json(ids) }
}

/// Formats the next part of a JSON array of ids, without the closing bracket.
fn json_part(ids: &[u32], is_first: bool) -> Vec<u8> {
    let ids: Vec<String> = ids.iter().map(u32::to_string).collect();
    format!("{}{}", if is_first { '[' } else { ',' }, ids.join(",")).into_bytes()
}
