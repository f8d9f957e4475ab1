//! What a payload holds, as far as it says so itself.

use crate::coder::{gzip, thrift};
use crate::error::Result;
use crate::form::Form;
use crate::limits::MAX_INFLATED;
use crate::varint;

/// What can be told of a payload without its table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inspection {
    /// Plain or gzip.
    pub form: Form,
    /// Bytes of the payload, inflated if it came as gzip.
    pub payload_len: usize,
    /// How many mapped ids take 1, 2, 3, 4 and 5 bytes.
    pub varint_lens: [usize; varint::MAX_LEN],
    /// Mapped ids, or raw ids if that is what was written.
    pub mapped_ids: Vec<i32>,
}

impl Inspection {
    /// Reads a payload of any table, of at most [`MAX_INFLATED`] bytes inside gzip.
    ///
    /// # Errors
    /// Every kind that names an offset, and [`Error::LimitExceeded`](crate::Error::LimitExceeded).
    pub fn of(bytes: &[u8]) -> Result<Self> {
        Self::with_max_inflated(bytes, MAX_INFLATED)
    }

    /// [`of`](Self::of) with a limit of one's own, in bytes, at most 4 GiB.
    ///
    /// # Errors
    /// As there.
    pub fn with_max_inflated(bytes: &[u8], max_inflated: usize) -> Result<Self> {
        let limit = max_inflated.min(gzip::MAX_LIMIT);
        match Form::of(bytes) {
            Some(Form::GzipPayload) => Self::of_payload(Form::GzipPayload, &gzip::inflate(bytes, limit)?),
            _ => Self::of_payload(Form::Payload, bytes),
        }
    }

    fn of_payload(form: Form, payload: &[u8]) -> Result<Self> {
        let mut symbols = Vec::new();
        thrift::decode(payload, &mut symbols, |_, symbol| Ok(symbol))?;
        let mut varint_lens = [0; varint::MAX_LEN];
        for &symbol in &symbols {
            if let Some(count) = varint_lens.get_mut(varint::len(symbol) - 1) {
                *count += 1;
            }
        }
        let mapped_ids = symbols.into_iter().map(varint::unzigzag).collect();
        Ok(Self { form, payload_len: payload.len(), varint_lens, mapped_ids })
    }
}
