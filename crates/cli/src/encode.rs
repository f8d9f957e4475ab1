//! `tokenwire encode`: encodes text or ids as a document, stream or payload.

use crate::args::coding::{DataKind, Encode, Format};
use crate::error::CliError;
use crate::shared::input::Input;
use crate::shared::output::{self, Output};
use crate::shared::{ids, terminal};
use std::io::{self, Write};
use tokenwire::io::{IdWriter, TextWriter};
use tokenwire::{Coder, CoderChoice, DocumentWriter, Error, ErrorKind, Form, Table, Text};

pub(crate) fn run(args: &Encode) -> Result<(), CliError> {
    if args.special && args.from != DataKind::Text {
        return Err(CliError::usage(
            "--special requires --from text: token ids already include special tokens",
        ));
    }
    match args.format {
        Format::Document => encode_document(args),
        Format::Payload => encode_payload(args),
    }
}

/// Writes a document, or a stream if the input is larger than a document may be.
fn encode_document(args: &Encode) -> Result<(), CliError> {
    let table = args.table.writer_table(args.from == DataKind::Text)?;
    check_encoding(args, &table)?;
    let mut input = open(args)?;
    let writer = DocumentWriter::from_table(table).with_coder(args.coder).with_max_size(args.max_size.bytes);
    match args.from {
        DataKind::Text => encode_text(args, writer, &mut input),
        DataKind::Ids | DataKind::U32 => encode_ids(args, writer, &mut input),
    }
}

fn encode_text(args: &Encode, writer: DocumentWriter, input: &mut Input) -> Result<(), CliError> {
    let limit = args.max_size.bytes;
    let start = input.read_up_to(limit.saturating_add(1))?;
    if start.len() > limit {
        return stream_text(args, writer, &start, input);
    }
    let mut progress = progress(args, start.len());
    let text = Text::new(&start).with_special_tokens(args.special).with_progress(&mut progress);
    let document = writer.encode_text(text).map_err(over_limit)?;
    output::write(args.files.output.path.as_deref(), &document)
}

/// Encodes a text as a stream, because its beginning `start` is already too long for a document.
fn stream_text(
    args: &Encode,
    writer: DocumentWriter,
    start: &[u8],
    input: &mut Input,
) -> Result<(), CliError> {
    let output = Output::open(args.files.output.path.as_deref())?;
    let name = output.name().to_owned();
    let mut writer = TextWriter::new(writer, output).with_special_tokens(args.special);
    writer.write_all(start).map_err(|error| write_error(&name, error))?;
    while let Some(bytes) = input.next()? {
        writer.write_all(&bytes).map_err(|error| write_error(&name, error))?;
    }
    finish(args, writer.finish().map_err(|error| write_error(&name, error))?, "bytes of text")
}

fn encode_ids(args: &Encode, writer: DocumentWriter, input: &mut Input) -> Result<(), CliError> {
    let output = Output::open(args.files.output.path.as_deref())?;
    let name = output.name().to_owned();
    let mut writer = IdWriter::new(writer, output);
    ids::for_each(args.from, input, &mut |id| {
        writer.write_ids(&[id]).map_err(|error| write_error(&name, error))
    })?;
    finish(args, writer.finish().map_err(|error| write_error(&name, error))?, "ids")
}

/// Finishes the output. Prints a note if it is a stream because the input has more `items` than a document may hold.
fn finish(args: &Encode, (output, form): (Output, Form), items: &str) -> Result<(), CliError> {
    output.finish()?;
    if form == Form::Stream && !args.files.quiet {
        let limit = args.max_size.bytes;
        terminal::note(format!(
            "wrote a stream instead of a document: the input has more than {limit} {items}, the limit of --max-size; \
             raise the limit to write a document"
        ));
    }
    Ok(())
}

/// Converts an error of a writer: either the input cannot be encoded, or the output called `name` cannot be written.
fn write_error(name: &str, error: io::Error) -> CliError {
    match error.downcast::<Error>() {
        Ok(error) => over_limit(error),
        Err(error) => CliError::writing(name, &error),
    }
}

/// Adds advice to the error of a document over its limit. The coder named by `--coder` cannot write a stream instead.
fn over_limit(error: Error) -> CliError {
    match error.kind() {
        ErrorKind::LimitExceeded => {
            CliError::Failed(format!("{error} with --max-size, or omit --coder to write a stream"))
        }
        _ => error.into(),
    }
}

fn encode_payload(args: &Encode) -> Result<(), CliError> {
    let with_gzip = payload_gzip(args)?;
    let codec = args.table.codec()?.with_gzip(with_gzip).with_max_size(args.max_size.bytes);
    check_encoding(args, codec.table())?;
    let mut input = open(args)?;
    let payload = match args.from {
        DataKind::Text => {
            let text = input.read_up_to(usize::MAX)?;
            let mut progress = progress(args, text.len());
            let text = Text::new(&text).with_special_tokens(args.special).with_progress(&mut progress);
            codec.encode_text(text)
        }
        DataKind::Ids | DataKind::U32 => codec.encode(&ids::read_all(args.from, &mut input)?),
    };
    output::write(args.files.output.path.as_deref(), &payload?)
}

/// Returns whether to compress the payload with gzip. Coders other than thrift and gzip cannot write a payload.
fn payload_gzip(args: &Encode) -> Result<bool, CliError> {
    match args.coder {
        CoderChoice::Only(Coder::Gzip) => Ok(true),
        CoderChoice::Stable | CoderChoice::Only(Coder::Thrift) => Ok(false),
        other => Err(CliError::Usage(format!(
            "--coder {}: a payload supports only thrift and gzip; write a document, or change --coder",
            other.name()
        ))),
    }
}

fn check_encoding(args: &Encode, table: &Table) -> Result<(), CliError> {
    if args.from == DataKind::Text && table.encoding().is_none() {
        let hint = "text needs an encoding; add --encoding or --model, or pass ids with --from ids";
        return Err(CliError::usage(hint));
    }
    Ok(())
}

fn open(args: &Encode) -> Result<Input, CliError> {
    output::refuse_terminal(args.files.output.path.as_deref())?;
    Input::open(args.files.input.as_deref(), args.files.quiet)
}

/// Returns a callback that receives the number of bytes of each word and advances a progress bar.
fn progress(args: &Encode, text_len: usize) -> impl FnMut(usize) {
    /// Bytes between two updates of the bar. Each update reads the clock, which costs as much as encoding a word.
    const STEP: u64 = 1 << 16;
    let bar = terminal::byte_bar("tokenizing", text_len as u64, args.files.quiet);
    let mut pending = 0;
    move |bytes| {
        pending += bytes as u64;
        if pending >= STEP {
            bar.inc(std::mem::take(&mut pending));
        }
    }
}
