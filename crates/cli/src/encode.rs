//! `tokenwire encode`: text or ids -> payload.

use crate::args::{Encode, Kind};
use crate::{failure::Failure, ids, input, output, progress};
use tokenwire::{Encoding, Error, Tokenizer};

pub(crate) fn run(args: &Encode) -> Result<(), Failure> {
    let codec = args.choice.codec()?.with_gzip(args.form.gzip).with_max_inflated(args.form.max_inflated);
    let encoding = args.choice.encoding();
    check(args, encoding)?;
    output::refuse_terminal(args.files.out.as_deref())?;
    let bytes = input::read(args.files.file.as_deref(), args.files.quiet)?;
    let ids = match (args.input, encoding) {
        (Kind::Text, Some(encoding)) => tokenize(args, encoding, &bytes)?,
        (Kind::U32, _) => ids::parse_u32(&bytes)?,
        _ => ids::parse_text(&bytes)?,
    };
    output::write(args.files.out.as_deref(), &codec.encode(&ids)?)
}

fn check(args: &Encode, encoding: Option<Encoding>) -> Result<(), Failure> {
    match (args.input, encoding, args.special) {
        (Kind::Text, None, _) => {
            let hint = "text needs an encoding: add --encoding or --model, or give ids with --input ids";
            Err(Failure::Usage(hint.into()))
        }
        (Kind::Ids | Kind::U32, _, true) => Err(Failure::Usage("--special is for --input text".into())),
        _ => Ok(()),
    }
}

fn tokenize(args: &Encode, encoding: Encoding, text: &[u8]) -> Result<Vec<u32>, Failure> {
    let limit = args.form.max_inflated;
    if args.form.gzip && text.len() > limit {
        // As `Codec::encode_text` says it, which has no progress bar.
        return Err(Error::LimitExceeded { what: "bytes of text in a gzip payload", limit }.into());
    }
    let tokenizer = Tokenizer::of(encoding);
    let bar = progress::bytes("tokenizing", text.len() as u64, args.files.quiet);
    let mut waiting = 0;
    let taken = |bytes| {
        waiting += bytes as u64;
        // A bar looks at the clock, which would cost as much as a word does.
        if waiting >= 1 << 16 {
            bar.inc(std::mem::take(&mut waiting));
        }
    };
    Ok(if args.special {
        tokenizer.encode_with_special_watched(text, taken)
    } else {
        tokenizer.encode_watched(text, taken)
    })
}
