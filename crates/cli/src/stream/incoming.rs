//! A stream of events that comes in.

use crate::args::Choice;
use crate::failure::Failure;
use tokenwire::Form;
use tokenwire_chat::Decoder;

/// Its decoder, once what has come is sure to be such a stream, of the table that was chosen.
pub(super) struct Incoming<'a> {
    choice: &'a Choice,
    pub(super) decoder: Decoder,
    begun: bool,
    /// Its header is there and agrees with what was chosen.
    checked: bool,
}

impl<'a> Incoming<'a> {
    pub(super) fn new(choice: &'a Choice) -> Result<Self, Failure> {
        Ok(Self { choice, decoder: super::decoder(choice)?, begun: false, checked: false })
    }

    /// Takes the next bytes. They are no events as long as they were not [checked](Self::check).
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if !self.begun && !bytes.is_empty() {
            self.begun = true;
            expect_stream(bytes)?;
        }
        self.decoder.push(bytes);
        Ok(())
    }

    /// To be asked when no more bytes come.
    pub(super) fn finish(&self) -> Result<(), Failure> {
        if self.begun {
            Ok(self.decoder.finish()?)
        } else {
            Err(Failure::Data("no stream: the input is empty".into()))
        }
    }

    /// Looks at the header, once that has come.
    pub(super) fn check(&mut self) -> Result<(), Failure> {
        const IDS: &str = "this is a stream of ids, not of events: `tokenwire decode` reads it";
        match self.decoder.header()? {
            Some(header) if !self.checked => {
                self.checked = true;
                header.dictionary().ok_or_else(|| Failure::Data(IDS.into()))?;
                self.choice.check_stream(header)
            }
            _ => Ok(()),
        }
    }
}

/// Whether these bytes begin a stream, of whatever version. Events may begin with a byte-order mark, whose first byte
/// is one of a later version's.
pub(super) fn is_stream(bytes: &[u8]) -> bool {
    Form::of(bytes) == Some(Form::Stream) && !bytes.starts_with("\u{feff}".as_bytes())
}

/// Tells what else these bytes are.
fn expect_stream(bytes: &[u8]) -> Result<(), Failure> {
    let what = match Form::of(bytes) {
        _ if is_stream(bytes) => return Ok(()),
        Some(Form::Document) => "this is a document, not a stream: `tokenwire decode` reads it".into(),
        Some(Form::Payload | Form::GzipPayload) => {
            "this is a payload, not a stream: `tokenwire decode` reads it".into()
        }
        _ => {
            let first = bytes.first().copied().unwrap_or_default();
            format!("no stream begins with the byte {first:02x}; `tokenwire stream encode` writes streams")
        }
    };
    Err(Failure::Data(what))
}
