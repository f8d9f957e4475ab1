//! `tokenwire stream`: chat completions as they come.

mod decode;
mod encode;
mod incoming;
mod inspect;
mod stats;

pub(crate) use stats::gzip_flushed;

use crate::args::Choice;
use crate::args::stream::{Form, Stream};
use crate::failure::Failure;
use tokenwire_chat::{Decoder, Encoder};

pub(crate) fn run(args: &Stream) -> Result<(), Failure> {
    match args {
        Stream::Encode(args) => encode::run(args),
        Stream::Decode(args) => decode::run(args),
        Stream::Stats(args) => stats::run(args),
        Stream::Inspect(args) => inspect::run(args),
    }
}

fn encoder(form: &Form) -> Result<Encoder, Failure> {
    let encoder = Encoder::new().with_coder(form.coder());
    Ok(match form.choice.of_stream()? {
        Some((table, encoding)) => encoder.with_table(table, encoding),
        None => encoder,
    })
}

fn decoder(choice: &Choice) -> Result<Decoder, Failure> {
    let chosen = choice.of_stream()?;
    Ok(chosen.map_or_else(Decoder::new, |(table, encoding)| Decoder::with_table(table, encoding)))
}
