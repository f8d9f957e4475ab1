//! Counts the occurrences of each id.

use super::ids::IdRows;
use crate::error::Error;
use arrow_array::{ArrayRef, UInt64Array};
use std::sync::Arc;

pub(super) struct Tally {
    /// The count of each id.
    pub(super) counts: ArrayRef,
    /// The number of non-null rows.
    pub(super) rows: usize,
    /// The number of ids in those rows.
    pub(super) tokens: usize,
}

/// Counts the ids of all non-null rows; every id must be below `size`.
pub(super) fn count_ids(ids: &IdRows<'_>, size: u32) -> Result<Tally, Error> {
    let mut counts = vec![0; size as usize];
    let (mut rows, mut tokens, mut scratch) = (0, 0, Vec::new());
    for row in (0..ids.rows.len).filter(|&row| !ids.rows.is_null(row)) {
        let added = ids.row(row, &mut scratch).and_then(|ids| add(ids, &mut counts));
        tokens += added.map_err(|error| error.in_row(ids.rows.first + row))?;
        rows += 1;
    }
    Ok(Tally { counts: Arc::new(UInt64Array::from(counts)), rows, tokens })
}

/// Counts these ids and returns their number.
fn add(ids: &[u32], counts: &mut [u64]) -> Result<usize, Error> {
    for (position, &id) in ids.iter().enumerate() {
        match counts.get_mut(id as usize) {
            Some(count) => *count += 1,
            None => {
                return Err(
                    tokenwire::Error::UnknownId { position, id: id.into(), size: size(counts) }.into()
                );
            }
        }
    }
    Ok(ids.len())
}

fn size(counts: &[u64]) -> u32 {
    u32::try_from(counts.len()).unwrap_or(u32::MAX)
}
