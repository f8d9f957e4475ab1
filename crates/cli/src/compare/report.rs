//! The result, for people and as JSON.

use super::{Measured, Message};
use crate::failure::Failure;
use anstyle::AnsiColor;
use serde::Serialize;
use tokenwire::Encoding;

#[derive(Serialize)]
pub(crate) struct Report {
    encoding: &'static str,
    messages: usize,
    tokens: usize,
    text_bytes: usize,
    methods: Vec<Measured>,
}

/// Columns of the longest bar.
const BAR: usize = 16;

impl Report {
    pub(crate) fn new(encoding: Encoding, messages: &[Message], methods: Vec<Measured>) -> Self {
        Self {
            encoding: encoding.name(),
            messages: messages.len(),
            tokens: messages.iter().map(|message| message.ids.len()).sum(),
            text_bytes: messages.iter().map(|message| message.text.len()).sum(),
            methods,
        }
    }

    pub(crate) fn readable(&self) -> String {
        let bold = anstyle::Style::new().bold();
        let mut text = format!(
            "{} messages, {} bytes of text, {} tokens of {}; each is sent on its own\n\n\
             {bold}{:<22}{:>9}{:>7}{:>8}{:>13}{:>13}{:>13}  {:<8}{bold:#}\n",
            self.messages,
            self.text_bytes,
            self.tokens,
            self.encoding,
            "method",
            "bytes",
            "ratio",
            "median",
            "bytes/token",
            "encode MB/s",
            "decode MB/s",
            "lossless",
        );
        for method in &self.methods {
            text += &self.row(method);
        }
        text + "\nMB/s are of text; what has an @ (and JSON) starts from token ids and gives token ids back. The table's release\nstands behind the @; median is of the bytes a message.\n"
    }

    fn row(&self, method: &Measured) -> String {
        let style = if method.ours { AnsiColor::Green.on_default().bold() } else { anstyle::Style::new() };
        let longest = self.methods.iter().map(|method| method.bytes).max().unwrap_or(1);
        let bar = "█".repeat((method.bytes * BAR).div_ceil(longest.max(1)));
        format!(
            "{style}{:<22}{:>9}{:>6.2}x{:>8}{:>13.2}{:>13.0}{:>13.0}  {:<8}  {bar}{style:#}\n",
            method.name,
            method.bytes,
            method.ratio,
            method.median_bytes,
            method.bytes_per_token,
            method.encode_mb_s,
            method.decode_mb_s,
            if method.lossless { "yes" } else { "NO" },
        )
    }

    /// A method that lost something fails the run.
    pub(crate) fn verdict(&self) -> Result<(), Failure> {
        match self.methods.iter().find(|method| !method.lossless) {
            Some(method) => Err(Failure::Data(format!("{} did not give every message back", method.name))),
            None => Ok(()),
        }
    }
}
