//! Creates encoders and decoders of events with the table that the flags name, and checks that an input is a stream of
//! events.

use crate::args::stream::WriterArgs;
use crate::args::table::TableArgs;
use crate::error::CliError;
use tokenwire::{Form, StreamHeader};
use tokenwire_chat::{Decoder, Encoder, Tracer};

impl WriterArgs {
    pub(super) fn encoder(&self) -> Result<Encoder, CliError> {
        let encoder = Encoder::new().with_coder(self.coder);
        Ok(match self.table.stream_table()? {
            Some(table) => encoder.with_tables([table]),
            None => encoder,
        })
    }
}

impl TableArgs {
    pub(super) fn tracer(&self) -> Result<Tracer, CliError> {
        Ok(self.stream_table()?.into_iter().fold(Tracer::new(), Tracer::with_table))
    }

    pub(super) fn decoder(&self) -> Result<Decoder, CliError> {
        Ok(self.stream_table()?.into_iter().fold(Decoder::new(), Decoder::with_table))
    }
}

/// A decoder that [`EventReader`] can use.
pub(super) trait StreamDecoder {
    fn push(&mut self, bytes: &[u8]);
    fn header(&mut self) -> tokenwire::Result<Option<&StreamHeader>>;
    fn finish(&self) -> tokenwire::Result<()>;
}

macro_rules! stream_decoder {
    ($type:ty) => {
        impl StreamDecoder for $type {
            fn push(&mut self, bytes: &[u8]) {
                self.push(bytes);
            }

            fn header(&mut self) -> tokenwire::Result<Option<&StreamHeader>> {
                self.header()
            }

            fn finish(&self) -> tokenwire::Result<()> {
                self.finish()
            }
        }
    };
}

stream_decoder!(Decoder);
stream_decoder!(Tracer);

/// Checks that the input is a stream of events with the table that the flags name, and passes it to a decoder.
pub(super) struct EventReader<'a, D> {
    table: &'a TableArgs,
    pub(super) decoder: D,
    has_input: bool,
    /// Whether the header has arrived and was checked.
    header_checked: bool,
}

impl<'a, D: StreamDecoder> EventReader<'a, D> {
    pub(super) const fn new(table: &'a TableArgs, decoder: D) -> Self {
        Self { table, decoder, has_input: false, header_checked: false }
    }

    /// Passes the next bytes to the decoder. After an error, the decoder's events must not be used.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        if !self.has_input && !bytes.is_empty() {
            self.has_input = true;
            expect_stream(bytes)?;
        }
        self.decoder.push(bytes);
        self.check_header()
    }

    /// Checks that the stream is complete.
    pub(super) fn finish(&self) -> Result<(), CliError> {
        if self.has_input {
            Ok(self.decoder.finish()?)
        } else {
            Err(CliError::failed("the input is empty: expected a stream"))
        }
    }

    fn check_header(&mut self) -> Result<(), CliError> {
        const IDS: &str = "the input is a stream of ids, not of events; use `tokenwire decode`";
        match self.decoder.header()? {
            Some(header) if !self.header_checked => {
                self.header_checked = true;
                header.dictionary().ok_or_else(|| CliError::failed(IDS))?;
                self.table.check_stream(header)
            }
            _ => Ok(()),
        }
    }
}

/// Returns whether these bytes begin a stream of any version.
///
/// A byte order mark, with which events may begin, has the first byte of a stream of a later version. It does not
/// count.
pub(super) fn is_stream(bytes: &[u8]) -> bool {
    Form::detect(bytes) == Some(Form::Stream) && !bytes.starts_with("\u{feff}".as_bytes())
}

/// Fails with the form of the bytes if they do not begin a stream.
fn expect_stream(bytes: &[u8]) -> Result<(), CliError> {
    let reason = match Form::detect(bytes) {
        _ if is_stream(bytes) => return Ok(()),
        Some(Form::Document) => "the input is a document, not a stream; use `tokenwire decode`".into(),
        Some(Form::Payload | Form::GzipPayload) => {
            "the input is a payload, not a stream; use `tokenwire decode`".into()
        }
        _ => {
            let first = bytes.first().copied().unwrap_or_default();
            format!(
                "the input is not a stream: its first byte is 0x{first:02x}; check that `tokenwire stream encode` wrote it"
            )
        }
    };
    Err(CliError::Failed(reason))
}
