//! The output of a call, built row by row in one buffer.

use super::rows::Rows;
use crate::error::Error;
use arrow_array::types::{ByteArrayType, GenericBinaryType, GenericStringType};
use arrow_array::{ArrayRef, GenericByteArray, GenericListArray, OffsetSizeTrait, UInt32Array};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field};
use std::sync::Arc;

/// The rows that a call has built so far.
pub(super) struct Column<T> {
    values: Vec<T>,
    /// The start of each row, and the end of the last row.
    offsets: Vec<usize>,
    nulls: Option<NullBuffer>,
    /// Whether the output has 64-bit offsets.
    large: bool,
}

impl<T> Column<T> {
    /// Builds one output row for each input row. `append` adds the values of a row; null rows stay null.
    pub(super) fn of(
        rows: &Rows<'_>,
        mut append: impl FnMut(usize, &mut Vec<T>) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let mut values = Vec::new();
        let mut offsets = Vec::with_capacity(rows.len + 1);
        offsets.push(0);
        for row in 0..rows.len {
            if !rows.is_null(row) {
                let appended =
                    append(row, &mut values).and_then(|()| check_len(values.len(), rows.is_large()));
                appended.map_err(|error| error.in_row(rows.first + row))?;
            }
            offsets.push(values.len());
        }
        Ok(Self { values, offsets, nulls: rows.nulls(), large: rows.is_large() })
    }
}

/// Checks that `len` fits into an offset. Offsets of 32 bits are signed.
fn check_len(len: usize, large: bool) -> Result<(), Error> {
    const LIMIT: usize = i32::MAX as usize;
    const WHAT: &str = "ids or bytes in a chunk with 32-bit offsets (use smaller chunks or a large type)";
    if large || len <= LIMIT {
        Ok(())
    } else {
        Err(tokenwire::Error::LimitExceeded { what: WHAT, limit: LIMIT }.into())
    }
}

impl Column<u8> {
    /// Returns the column as a binary array.
    pub(super) fn into_binary(self) -> Result<ArrayRef, Error> {
        if self.large {
            self.bytes::<GenericBinaryType<i64>>()
        } else {
            self.bytes::<GenericBinaryType<i32>>()
        }
    }

    /// Returns the column as a string array, after checking that it is UTF-8.
    pub(super) fn into_text(self) -> Result<ArrayRef, Error> {
        if self.large {
            self.bytes::<GenericStringType<i64>>()
        } else {
            self.bytes::<GenericStringType<i32>>()
        }
    }

    fn bytes<B: ByteArrayType>(self) -> Result<ArrayRef, Error> {
        let offsets = offsets::<B::Offset>(&self.offsets);
        Ok(Arc::new(GenericByteArray::<B>::try_new(offsets, self.values.into(), self.nulls)?))
    }
}

impl Column<u32> {
    /// Returns the column as a list array.
    pub(super) fn into_list(self) -> Result<ArrayRef, Error> {
        if self.large { self.lists::<i64>() } else { self.lists::<i32>() }
    }

    fn lists<O: OffsetSizeTrait>(self) -> Result<ArrayRef, Error> {
        let item = Arc::new(Field::new_list_field(DataType::UInt32, true));
        let values = Arc::new(UInt32Array::from(self.values));
        Ok(Arc::new(GenericListArray::try_new(item, offsets::<O>(&self.offsets), values, self.nulls)?))
    }
}

/// Converts the offsets; [`check_len`] has checked that they fit.
fn offsets<O: OffsetSizeTrait>(offsets: &[usize]) -> OffsetBuffer<O> {
    let fitting: Vec<O> = offsets.iter().filter_map(|&offset| O::from_usize(offset)).collect();
    OffsetBuffer::new(fitting.into())
}
