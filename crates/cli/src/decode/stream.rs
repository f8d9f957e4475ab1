//! Streams of ids, written as they are read.

use super::text_needs;
use crate::args::{Decode, Kind};
use crate::id_stream::IdStream;
use crate::input::Input;
use crate::output::Output;
use crate::{failure::Failure, ids};
use tokenwire::{Error, Vocabulary};

pub(super) fn run(args: &Decode, input: &mut Input) -> Result<(), Failure> {
    let mut stream = IdStream::open(&args.choice, input)?;
    let vocabulary = stream.header().encoding().map(Vocabulary::of);
    text_needs(vocabulary.is_some() || args.output != Kind::Text)?;
    let mut output = Output::open(args.files.out.as_deref())?;
    let mut written = 0;
    while let Some(ids) = stream.next()? {
        output.add(&match (args.output, vocabulary) {
            (Kind::U32, _) => ids::to_u32(ids),
            (Kind::Text, Some(vocabulary)) => text(vocabulary, ids, written)?,
            _ => json(ids, written == 0),
        })?;
        written += ids.len();
    }
    if args.output == Kind::Ids {
        output.add(if written == 0 { b"[]\n" } else { b"]\n" })?;
    }
    output.finish()
}

/// The text of ids behind so many others.
fn text(vocabulary: Vocabulary, ids: &[u32], before: usize) -> Result<Vec<u8>, Failure> {
    Ok(vocabulary.decode(ids).map_err(|error| match error {
        Error::NoBytes { position, id } => Error::NoBytes { position: before + position, id },
        other => other,
    })?)
}

/// A part of an array, which begins it or not.
fn json(ids: &[u32], first: bool) -> Vec<u8> {
    let ids: Vec<String> = ids.iter().map(u32::to_string).collect();
    format!("{}{}", if first { '[' } else { ',' }, ids.join(",")).into_bytes()
}
