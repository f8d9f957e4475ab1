//! `tokenwire encode`: text or ids -> document or payload.

use crate::args::{Encode, Format, Kind};
use crate::{failure::Failure, ids, input, output, progress};
use tokenwire::{Coder, Encoding, Error, Tokenizer};

pub(crate) fn run(args: &Encode) -> Result<(), Failure> {
    args.form.check()?;
    if args.special && args.input != Kind::Text {
        return Err(Failure::Usage("--special is for --input text".into()));
    }
    let bytes = match args.form.format {
        Format::Document => document(args),
        Format::Payload => payload(args),
    };
    output::write(args.files.out.as_deref(), &bytes?)
}

fn document(args: &Encode) -> Result<Vec<u8>, Failure> {
    let (writer, encoding) = args.choice.writer(args.input == Kind::Text)?;
    check_encoding(args, encoding)?;
    let writer = writer.with_coder(args.form.coder()).with_limit(args.form.limit.bytes);
    let bytes = read(args)?;
    if args.input != Kind::Text {
        return Ok(writer.encode(&ids(args.input, &bytes)?)?);
    }
    let taken = watch(args, bytes.len());
    Ok(if args.special {
        writer.encode_text_with_special_watched(&bytes, taken)
    } else {
        writer.encode_text_watched(&bytes, taken)
    }?)
}

fn payload(args: &Encode) -> Result<Vec<u8>, Failure> {
    let codec = args.choice.codec()?.with_gzip(gzip(args)).with_max_inflated(args.form.limit.bytes);
    let encoding = args.choice.encoding();
    check_encoding(args, encoding)?;
    let bytes = read(args)?;
    let ids = match (args.input, encoding) {
        (Kind::Text, Some(encoding)) => tokenize(args, encoding, &bytes)?,
        _ => ids(args.input, &bytes)?,
    };
    Ok(codec.encode(&ids)?)
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

fn read(args: &Encode) -> Result<Vec<u8>, Failure> {
    output::refuse_terminal(args.files.out.as_deref())?;
    input::read(args.files.file.as_deref(), args.files.quiet)
}

fn ids(kind: Kind, bytes: &[u8]) -> Result<Vec<u32>, Failure> {
    if kind == Kind::U32 { ids::parse_u32(bytes) } else { ids::parse_text(bytes) }
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
