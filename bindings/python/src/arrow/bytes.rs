//! Rows of bytes or text.

use super::array::InputArray;
use super::rows::{Offsets, Rows};
use crate::error::Error;
use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::{BinaryType, ByteArrayType, LargeBinaryType, LargeUtf8Type, Utf8Type};
use pyo3::prelude::*;

pub(crate) struct ByteRows<'a> {
    pub(super) rows: Rows<'a>,
    bytes: &'a [u8],
}

type Parts<'a> = (Offsets<'a>, &'a [u8]);

impl<'a> ByteRows<'a> {
    /// Documents or payloads.
    pub(super) fn of_items(given: &'a InputArray, first: usize) -> PyResult<Self> {
        let parts = small::<BinaryType>(&given.array).or_else(|| large::<LargeBinaryType>(&given.array));
        Self::of(given, parts, "binary or large_binary", first)
    }

    pub(super) fn of_texts(given: &'a InputArray, first: usize) -> PyResult<Self> {
        let parts = small::<Utf8Type>(&given.array).or_else(|| large::<LargeUtf8Type>(&given.array));
        Self::of(given, parts, "string or large_string", first)
    }

    fn of(given: &'a InputArray, parts: Option<Parts<'a>>, expected: &str, first: usize) -> PyResult<Self> {
        let (offsets, bytes) = parts.ok_or_else(|| given.type_error(expected))?;
        Ok(Self { rows: Rows::of(&given.array, offsets, first), bytes })
    }

    pub(super) fn row(&self, row: usize) -> Result<&'a [u8], Error> {
        self.rows.slice(row, self.bytes)
    }
}

fn small<T: ByteArrayType<Offset = i32>>(array: &ArrayRef) -> Option<Parts<'_>> {
    let array = array.as_bytes_opt::<T>()?;
    Some((Offsets::Small(array.value_offsets()), array.value_data()))
}

fn large<T: ByteArrayType<Offset = i64>>(array: &ArrayRef) -> Option<Parts<'_>> {
    let array = array.as_bytes_opt::<T>()?;
    Some((Offsets::Large(array.value_offsets()), array.value_data()))
}
