//! Converts `mappings/unicode-16.0.0.tsv` to a table of two levels, which has the class of every scalar value.
//!
//! | offset | content |
//! |---|---|
//! | 0 | 4,352 x u8 block numbers, indexed by a scalar value without its lower eight bits |
//! | 4352 | blocks of 256 x u8 classes, indexed by the lower eight bits; a class is 1 << its position in [`CLASSES`] |
//!
//! `src/vocab/tokenizer/class.rs` reads this layout. Block 0 begins with ASCII.

use crate::manifest::{Error, File, Manifest};

/// The names of the classes in the file. Scalar values that the file does not list have the first class.
const CLASSES: [&str; 7] = ["other", "upper", "lower", "letter", "mark", "number", "blank"];
/// The number of scalar values, surrogates included.
const SCALARS: usize = 0x11_0000;
/// The number of scalar values in a block.
const BLOCK: usize = 256;

/// Builds the table. Equal blocks are stored once.
pub(crate) fn image(manifest: &Manifest) -> Result<Vec<u8>, Error> {
    let classes = classes(&manifest.file("unicode-16.0.0.tsv")?)?;
    let (mut index, mut blocks) = (Vec::new(), Vec::<&[u8]>::new());
    for block in classes.chunks(BLOCK) {
        let number = blocks.iter().position(|known| *known == block).unwrap_or_else(|| {
            blocks.push(block);
            blocks.len() - 1
        });
        index.push(u8::try_from(number).map_err(|_| "the index only supports 256 blocks")?);
    }
    Ok([&index, &blocks.concat()[..]].concat())
}

/// Returns the class of every scalar value, as a bit.
fn classes(file: &File<'_>) -> Result<Vec<u8>, Error> {
    let mut classes = vec![1; SCALARS];
    let rows = file.rows('\t')?;
    for &(line, [class, first, last]) in &rows {
        let class = CLASSES.iter().position(|name| *name == class);
        let range = scalar(first).zip(scalar(last)).and_then(|(first, last)| classes.get_mut(first..=last));
        let (class, range) = class
            .zip(range)
            .ok_or_else(|| file.error(line, "expected a class and a range of scalar values"))?;
        range.fill(1 << class);
    }
    file.check_totals(rows.len(), rows.len() as u64)?;
    Ok(classes)
}

/// Parses a hexadecimal scalar value.
fn scalar(hexadecimal: &str) -> Option<usize> {
    usize::from_str_radix(hexadecimal, 16).ok()
}
