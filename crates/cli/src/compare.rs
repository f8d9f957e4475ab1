//! Ways of sending a message, measured side by side: each message on its own, each checked to come back.

mod measure;
mod method;
mod peers;
mod report;

pub(crate) use measure::Measured;
pub(crate) use method::Method;
pub(crate) use report::Report;

use crate::{failure::Failure, progress};
use tokenwire::{Encoding, Tokenizer, Vocabulary};

/// A text and its token ids.
pub(crate) struct Message {
    text: String,
    ids: Vec<u32>,
}

impl Message {
    pub(crate) fn new(text: String, tokenizer: Tokenizer) -> Self {
        let ids = tokenizer.encode(&text);
        Self { text, ids }
    }
}

/// Measures each method over all messages.
pub(crate) fn run(
    messages: &[Message],
    methods: Vec<Method>,
    encoding: Encoding,
    quiet: bool,
) -> Result<Vec<Measured>, Failure> {
    let bar = progress::steps("measuring", methods.len() as u64, quiet);
    let mut measured = Vec::new();
    for mut method in methods {
        measured.push(Measured::of(&mut method, messages, Vocabulary::of(encoding))?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(measured)
}
