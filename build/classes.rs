//! `mappings/unicode-16.0.0.tsv` -> the class of every scalar value, as a table of two levels.
//!
//! | at | what |
//! |---|---|
//! | 0 | 4,352 x u8, by the upper bits of a scalar value: the number of a block |
//! | 4352 | blocks of 256 x u8, by the lower eight bits: the class, as the bit of its position in [`CLASSES`] |
//!
//! `src/vocab/tokenizer/class.rs` reads this layout. Block 0 begins with ASCII.

use crate::manifest::{Error, File, Manifest};

/// Names of the classes in the file. Scalar values that it does not list are of the first.
const CLASSES: [&str; 7] = ["other", "upper", "lower", "letter", "mark", "number", "blank"];
const SCALARS: usize = 0x11_0000;
const BLOCK: usize = 256;

pub(crate) fn image(manifest: &Manifest) -> Result<Vec<u8>, Error> {
    let classes = classes(&manifest.file("unicode-16.0.0.tsv")?)?;
    let (mut index, mut blocks) = (Vec::new(), Vec::<&[u8]>::new());
    for block in classes.chunks(BLOCK) {
        let number = blocks.iter().position(|known| *known == block).unwrap_or_else(|| {
            blocks.push(block);
            blocks.len() - 1
        });
        index.push(u8::try_from(number).map_err(|_| "the index has room for 256 blocks")?);
    }
    Ok([&index, &blocks.concat()[..]].concat())
}

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

fn scalar(hexadecimal: &str) -> Option<usize> {
    usize::from_str_radix(hexadecimal, 16).ok()
}
