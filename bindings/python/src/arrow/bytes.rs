//! Rows of bytes or text.

use super::array::InputArray;
use super::rows::{Offsets, Rows};
use crate::error::Error;
use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::{BinaryType, ByteArrayType, LargeBinaryType, LargeUtf8Type, Utf8Type};
use pyo3::prelude::*;

/// The rows of a binary or string array.
pub(crate) struct ByteRows<'a> {
    pub(super) rows: Rows<'a>,
    bytes: &'a [u8],
}

/// The offsets and the bytes of an array.
type Parts<'a> = (Offsets<'a>, &'a [u8]);

impl<'a> ByteRows<'a> {
    /// Reads an array of documents or payloads.
    pub(super) fn of_items(input: &'a InputArray, first: usize) -> PyResult<Self> {
        let parts = with_small_offsets::<BinaryType>(&input.array)
            .or_else(|| with_large_offsets::<LargeBinaryType>(&input.array));
        Self::of(input, parts, "binary or large_binary", first)
    }

    /// Reads an array of texts.
    pub(super) fn of_texts(input: &'a InputArray, first: usize) -> PyResult<Self> {
        let parts = with_small_offsets::<Utf8Type>(&input.array)
            .or_else(|| with_large_offsets::<LargeUtf8Type>(&input.array));
        Self::of(input, parts, "string or large_string", first)
    }

    fn of(input: &'a InputArray, parts: Option<Parts<'a>>, expected: &str, first: usize) -> PyResult<Self> {
        let (offsets, bytes) = parts.ok_or_else(|| input.type_error(expected))?;
        Ok(Self { rows: Rows::of(&input.array, offsets, first), bytes })
    }

    /// Returns the bytes of the row.
    pub(super) fn row(&self, row: usize) -> Result<&'a [u8], Error> {
        self.rows.slice(row, self.bytes)
    }
}

fn with_small_offsets<T: ByteArrayType<Offset = i32>>(array: &ArrayRef) -> Option<Parts<'_>> {
    let array = array.as_bytes_opt::<T>()?;
    Some((Offsets::Small(array.value_offsets()), array.value_data()))
}

fn with_large_offsets<T: ByteArrayType<Offset = i64>>(array: &ArrayRef) -> Option<Parts<'_>> {
    let array = array.as_bytes_opt::<T>()?;
    Some((Offsets::Large(array.value_offsets()), array.value_data()))
}
