//! Rows of token ids.

use super::array::InputArray;
use super::rows::{Offsets, Rows};
use crate::error::{self, Error};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type, UInt16Type, UInt32Type};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use pyo3::prelude::*;

/// The rows of a list array of token ids.
pub(crate) struct IdRows<'a> {
    pub(super) rows: Rows<'a>,
    values: Values<'a>,
    /// Nulls inside the lists. Reading a row that contains one is an error.
    nulls: Option<&'a NullBuffer>,
    /// The vocabulary size, for error messages.
    size: u32,
}

/// The list values by element type. Only u32 is read in place; the others are converted row by row.
enum Values<'a> {
    U32(&'a [u32]),
    U16(&'a [u16]),
    I32(&'a [i32]),
    I64(&'a [i64]),
}

const EXPECTED: &str = "a list, large_list or fixed_size_list of uint32, int32, int64 or uint16";

impl<'a> IdRows<'a> {
    /// Reads a list array.
    pub(super) fn of(input: &'a InputArray, size: u32, first: usize) -> PyResult<Self> {
        let (offsets, values) = lists(&input.array).ok_or_else(|| input.type_error(EXPECTED))?;
        let nulls = values.nulls().filter(|nulls| nulls.null_count() > 0);
        let values = Values::of(values).ok_or_else(|| input.type_error(EXPECTED))?;
        Ok(Self { rows: Rows::of(&input.array, offsets, first), values, nulls, size })
    }

    /// Returns the ids of the row. Ids that are not u32 are converted into `scratch`.
    pub(super) fn row<'s>(&'s self, row: usize, scratch: &'s mut Vec<u32>) -> Result<&'s [u32], Error> {
        self.check_nulls(row)?;
        match self.values {
            Values::U32(ids) => self.rows.slice(row, ids),
            Values::U16(ids) => narrow(self.rows.slice(row, ids)?, self.size, scratch),
            Values::I32(ids) => narrow(self.rows.slice(row, ids)?, self.size, scratch),
            Values::I64(ids) => narrow(self.rows.slice(row, ids)?, self.size, scratch),
        }
    }

    /// Returns an error if the row contains a null.
    fn check_nulls(&self, row: usize) -> Result<(), Error> {
        let Some(nulls) = self.nulls else { return Ok(()) };
        let null = self.rows.range(row)?.position(|value| value < nulls.len() && nulls.is_null(value));
        let error = |position| Python::attach(|py| error::null_id(py, self.rows.first + row, position));
        null.map_or(Ok(()), |position| Err(error(position).into()))
    }
}

/// Returns the offsets of the lists and the values they index.
fn lists(array: &ArrayRef) -> Option<(Offsets<'_>, &ArrayRef)> {
    if let Some(lists) = array.as_list_opt() {
        return Some((Offsets::Small(lists.value_offsets()), lists.values()));
    }
    if let Some(lists) = array.as_list_opt() {
        return Some((Offsets::Large(lists.value_offsets()), lists.values()));
    }
    let lists = array.as_fixed_size_list_opt()?;
    Some((Offsets::Fixed(lists.value_length().try_into().ok()?), lists.values()))
}

impl<'a> Values<'a> {
    fn of(values: &'a ArrayRef) -> Option<Self> {
        let u32s = values.as_primitive_opt::<UInt32Type>().map(|ids| Self::U32(ids.values()));
        let u16s = || values.as_primitive_opt::<UInt16Type>().map(|ids| Self::U16(ids.values()));
        let i32s = || values.as_primitive_opt::<Int32Type>().map(|ids| Self::I32(ids.values()));
        let i64s = || values.as_primitive_opt::<Int64Type>().map(|ids| Self::I64(ids.values()));
        u32s.or_else(u16s).or_else(i32s).or_else(i64s)
    }
}

/// Converts ids to u32.
fn narrow<'s, T: Copy + TryInto<u32> + Into<i64>>(
    ids: &[T],
    size: u32,
    scratch: &'s mut Vec<u32>,
) -> Result<&'s [u32], Error> {
    scratch.clear();
    for (position, &id) in ids.iter().enumerate() {
        let unknown = |_| tokenwire::Error::UnknownId { position, id: id.into(), size };
        scratch.push(id.try_into().map_err(unknown)?);
    }
    Ok(scratch)
}
