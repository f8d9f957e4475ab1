//! `tokenwire encode`: text or ids -> document, stream or payload.

mod stream;

use crate::args::{Encode, Format, Kind};
use crate::input::Input;
use crate::{failure::Failure, ids, output, progress};
use tokenwire::{Coder, DocumentWriter, Encoding, Error, Table, Tokenizer};

pub(crate) fn run(args: &Encode) -> Result<(), Failure> {
    args.form.check()?;
    if args.special && args.input != Kind::Text {
        return Err(Failure::Usage("--special is for --input text".into()));
    }
    match args.form.format {
        Format::Document => document(args),
        Format::Payload => payload(args),
    }
}

/// Or a stream, where that would be over its limit.
fn document(args: &Encode) -> Result<(), Failure> {
    let (table, encoding) = args.choice.table(args.input == Kind::Text)?;
    check_encoding(args, encoding)?;
    let mut input = open(args)?;
    match encoding {
        Some(encoding) if args.input == Kind::Text => text(args, table, encoding, &mut input),
        _ => stream::ids(args, table, encoding, &mut input),
    }
}

fn text(args: &Encode, table: Table, encoding: Encoding, input: &mut Input) -> Result<(), Failure> {
    let limit = args.form.limit.bytes;
    let begin = input.up_to(limit.saturating_add(1))?;
    if begin.len() > limit && args.form.stream_coder().is_some() {
        input.put_back(begin);
        return stream::text(args, table, encoding, input);
    }
    let writer = writer(args, table, Some(encoding));
    let taken = watch(args, begin.len());
    let written = if args.special {
        writer.encode_text_with_special_watched(&begin, taken)
    } else {
        writer.encode_text_watched(&begin, taken)
    };
    output::write(args.files.out.as_deref(), &written.map_err(too_much)?)
}

fn writer(args: &Encode, table: Table, encoding: Option<Encoding>) -> DocumentWriter {
    let writer = DocumentWriter::with_table(table);
    let writer = encoding.into_iter().fold(writer, DocumentWriter::with_vocabulary);
    writer.with_coder(args.form.coder()).with_limit(args.form.limit.bytes)
}

/// A coder that was asked for writes no streams.
fn too_much(error: Error) -> Failure {
    match error {
        Error::LimitExceeded { .. } => Failure::Data(format!(
            "{error}; raise it with --max-inflated, or leave out --coder: then it becomes a stream"
        )),
        other => other.into(),
    }
}

fn payload(args: &Encode) -> Result<(), Failure> {
    let codec = args.choice.codec()?.with_gzip(gzip(args)).with_max_inflated(args.form.limit.bytes);
    let encoding = args.choice.encoding();
    check_encoding(args, encoding)?;
    let mut input = open(args)?;
    let ids = match (args.input, encoding) {
        (Kind::Text, Some(encoding)) => tokenize(args, encoding, &input.up_to(usize::MAX)?)?,
        _ => ids::all(args.input, &mut input)?,
    };
    output::write(args.files.out.as_deref(), &codec.encode(&ids)?)
}

fn gzip(args: &Encode) -> bool {
    args.form.coder() == Coder::Gzip
}

fn check_encoding(args: &Encode, encoding: Option<Encoding>) -> Result<(), Failure> {
    if args.input == Kind::Text && encoding.is_none() {
        let hint = "text needs an encoding: add --encoding or --model, or give ids with --input ids";
        return Err(Failure::Usage(hint.into()));
    }
    Ok(())
}

fn open(args: &Encode) -> Result<Input, Failure> {
    output::refuse_terminal(args.files.out.as_deref())?;
    Input::open(args.files.file.as_deref(), args.files.quiet)
}

fn tokenize(args: &Encode, encoding: Encoding, text: &[u8]) -> Result<Vec<u32>, Failure> {
    let limit = args.form.limit.bytes;
    if gzip(args) && text.len() > limit {
        // As `Codec::encode_text` says it, which has no progress bar.
        return Err(Error::LimitExceeded { what: "bytes of text in a gzip payload", limit }.into());
    }
    let (tokenizer, taken) = (Tokenizer::of(encoding), watch(args, text.len()));
    Ok(if args.special {
        tokenizer.encode_with_special_watched(text, taken)
    } else {
        tokenizer.encode_watched(text, taken)
    })
}

/// A progress bar over the bytes of a text, fed with those of each word.
fn watch(args: &Encode, text: usize) -> impl FnMut(usize) {
    let bar = progress::bytes("tokenizing", text as u64, args.files.quiet);
    let mut waiting = 0;
    move |bytes| {
        waiting += bytes as u64;
        // A bar looks at the clock, which would cost as much as a word does.
        if waiting >= 1 << 16 {
            bar.inc(std::mem::take(&mut waiting));
        }
    }
}
