//! `tokenwire stream encode`: events -> stream, as they come.

use crate::args::stream::Encode;
use crate::failure::Failure;
use crate::input::Input;
use crate::output::{self, Output};
use tokenwire_chat::Encoder;

pub(super) fn run(args: &Encode) -> Result<(), Failure> {
    let out = args.files.out.as_deref();
    output::refuse_terminal(out)?;
    let mut encoder = super::encoder(&args.form)?.with_padding(args.keep_padding);
    let mut source = Input::open(args.files.file.as_deref(), args.files.quiet)?;
    let mut output = Output::open(out)?;
    while step(&mut encoder, &mut source, &mut output)? {}
    output.finish()
}

/// Writes what becomes of the next bytes, and says whether there may be more.
fn step(encoder: &mut Encoder, source: &mut Input, output: &mut Output) -> Result<bool, Failure> {
    let mut out = Vec::new();
    let read = source.next();
    match &read {
        Ok(Some(bytes)) => {
            encoder.push(bytes, &mut out)?;
            encoder.flush(&mut out);
        }
        Ok(None) => encoder.end(&mut out)?,
        Err(_) => encoder.abort(&mut out)?,
    }
    output.add(&out)?;
    Ok(read?.is_some())
}
