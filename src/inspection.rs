//! Inspects payloads without their table.

use crate::coder::numbers::Zigzag;
use crate::coder::{gzip, thrift};
use crate::error::Result;
use crate::form::Form;
use crate::varint;

/// The content of a payload, as far as it can be decoded without the table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Inspection {
    /// [`Form::Payload`] or [`Form::GzipPayload`].
    pub form: Form,
    /// The length of the payload in bytes, after inflating a gzip member.
    pub payload_len: usize,
    /// The numbers of mapped ids whose varints have 1, 2, 3, 4 and 5 bytes.
    pub varint_lens: [usize; varint::MAX_LEN],
    /// The mapped ids, or the raw ids if the payload has raw ids.
    pub mapped_ids: Vec<i32>,
}

impl Inspection {
    /// Reads a payload of any table. A payload inside gzip may have at most `max_size` bytes. Other readers use
    /// [`MAX_SIZE`](crate::limits::MAX_SIZE) by default; the maximum is 4 GiB.
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
