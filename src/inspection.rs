//! What a payload holds, as far as that is readable without its table.

use crate::coder::numbers::Zigzag;
use crate::coder::{gzip, thrift};
use crate::error::Result;
use crate::form::Form;
use crate::varint;

/// What a payload holds, as far as that is readable without its table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Inspection {
    /// [`Form::Payload`] or [`Form::GzipPayload`].
    pub form: Form,
    /// Number of bytes of the payload, inflated if it was in a gzip member.
    pub payload_len: usize,
    /// Numbers of mapped ids that take 1, 2, 3, 4 and 5 bytes.
    pub varint_lens: [usize; varint::MAX_LEN],
    /// The mapped ids; raw ids if those were written.
    pub mapped_ids: Vec<i32>,
}

impl Inspection {
    /// Reads a payload of any table. Inside gzip it may have at most `max_size` bytes
    /// ([`MAX_SIZE`](crate::limits::MAX_SIZE) is the other readers' default, 4 GiB the maximum).
    ///
    /// # Errors
    /// Every variant with an offset, and [`Error::LimitExceeded`](crate::Error::LimitExceeded).
    pub fn open(bytes: &[u8], max_size: usize) -> Result<Self> {
        let limit = gzip::clamp(max_size);
        match Form::detect(bytes) {
            Some(Form::GzipPayload) => Self::of_payload(Form::GzipPayload, &gzip::inflate(bytes, limit)?),
            _ => Self::of_payload(Form::Payload, bytes),
        }
    }

    fn of_payload(form: Form, payload: &[u8]) -> Result<Self> {
        let mut numbers = Vec::new();
        thrift::decode(payload, &mut numbers, |_, number| Ok(number))?;
        let mut varint_lens = [0; varint::MAX_LEN];
        for &Zigzag(number) in &numbers {
            if let Some(count) = varint_lens.get_mut(varint::len(number) - 1) {
                *count += 1;
            }
        }
        let mapped_ids = numbers.into_iter().map(Zigzag::decode).collect();
        Ok(Self { form, payload_len: payload.len(), varint_lens, mapped_ids })
    }
}
