//! Row offsets and nulls of an array.

use crate::error::Error;
use arrow_array::Array;
use arrow_buffer::{BooleanBuffer, NullBuffer};
use pyo3::exceptions::PyValueError;
use std::ops::Range;

/// The rows of an array: where each begins and ends, and whether it is null.
pub(crate) struct Rows<'a> {
    offsets: Offsets<'a>,
    nulls: Option<&'a NullBuffer>,
    pub(super) len: usize,
    /// The number of the array's first row in the whole column.
    pub(super) first: usize,
}

/// Row offsets, by width.
pub(super) enum Offsets<'a> {
    Small(&'a [i32]),
    Large(&'a [i64]),
    /// All rows have this length.
    Fixed(usize),
}

impl<'a> Rows<'a> {
    pub(super) fn of(array: &'a dyn Array, offsets: Offsets<'a>, first: usize) -> Self {
        Self { offsets, nulls: array.nulls(), len: array.len(), first }
    }

    /// Whether the offsets have 64 bits. The output uses the same width.
    pub(super) fn is_large(&self) -> bool {
        matches!(self.offsets, Offsets::Large(_))
    }

    /// Whether the row is null.
    pub(super) fn is_null(&self, row: usize) -> bool {
        self.nulls.is_some_and(|nulls| nulls.is_null(row))
    }

    /// Returns a copy of the null buffer. Sharing the buffer would keep the whole input array alive.
    pub(super) fn nulls(&self) -> Option<NullBuffer> {
        self.nulls.map(|nulls| NullBuffer::new(BooleanBuffer::from_iter(nulls)))
    }

    /// Returns the index range of the row's values.
    pub(super) fn range(&self, row: usize) -> Result<Range<usize>, Error> {
        self.offsets.range(row).ok_or_else(|| self.outside(row))
    }

    /// Returns the row's values.
    pub(super) fn slice<'v, T>(&self, row: usize, values: &'v [T]) -> Result<&'v [T], Error> {
        values.get(self.range(row)?).ok_or_else(|| self.outside(row))
    }

    fn outside(&self, row: usize) -> Error {
        let row = self.first + row;
        PyValueError::new_err(format!(
            "row {row} points outside the array's values; check the array with .validate(full=True)"
        ))
        .into()
    }
}

impl Offsets<'_> {
    fn range(&self, row: usize) -> Option<Range<usize>> {
        match self {
            Self::Small(offsets) => between(offsets.get(row..)?),
            Self::Large(offsets) => between(offsets.get(row..)?),
            Self::Fixed(size) => {
                let start = row.checked_mul(*size)?;
                Some(start..start.checked_add(*size)?)
            }
        }
    }
}

fn between<O: Copy + TryInto<usize>>(offsets: &[O]) -> Option<Range<usize>> {
    let &[start, end, ..] = offsets else { return None };
    Some(start.try_into().ok()?..end.try_into().ok()?)
}
