//! Arrow columns: encodes and decodes all rows of an array in one call.
//!
//! | module | what |
//! |---|---|
//! | `array` | input and output arrays over the C data interface |
//! | `rows` | row offsets and nulls of an input array |
//! | `ids`, `bytes` | rows of token ids; rows of bytes or text |
//! | `column` | the output, built row by row |
//! | `writer`, `reader` | encode and decode one row as a document or payload |
//! | `tally` | counts how often each id occurs |
//!
//! `python/tokenwire/arrow.py` calls these functions with one array at a time. pyarrow has validated the array, so its
//! buffers are read in place; no other thread may change them during the call. `first` is the number of the array's
//! first row in the whole column. Errors report row numbers of the whole column.

mod array;
mod bytes;
mod column;
mod ids;
mod reader;
mod rows;
mod tally;
mod writer;

#[pyo3::pymodule(gil_used = false, submodule)]
// The inner module has the name that Python sees, and pyo3 passes arguments by value.
#[allow(clippy::module_inception, clippy::needless_pass_by_value)]
pub(crate) mod arrow {
    use super::array::{InputArray, OutputArray};
    use super::bytes::ByteRows;
    use super::column::Column;
    use super::ids::IdRows;
    #[pymodule_export]
    use super::reader::DocumentReader;
    use super::reader::Reader;
    use super::tally;
    use super::writer::Writer;
    use crate::error::Error;
    use pyo3::prelude::*;
    use tokenwire::{Text, Tokenizer};

    /// Encodes each row of ids as a document or payload.
    #[pyfunction]
    fn encode(py: Python<'_>, ids: InputArray, writer: Writer, first: usize) -> Result<OutputArray, Error> {
        let ids = IdRows::of(&ids, writer.size(), first)?;
        py.detach(|| {
            let mut scratch = Vec::new();
            let work = |row, out: &mut _| writer.encode(ids.row(row, &mut scratch)?, out);
            Column::of(&ids.rows, work)?.into_binary().map(OutputArray)
        })
    }

    /// Decodes each document or payload to a row of ids.
    #[pyfunction]
    fn decode(py: Python<'_>, items: InputArray, reader: Reader, first: usize) -> Result<OutputArray, Error> {
        let items = ByteRows::of_items(&items, first)?;
        py.detach(|| {
            Column::of(&items.rows, |row, out| reader.decode(items.row(row)?, out))?
                .into_list()
                .map(OutputArray)
        })
    }

    /// Encodes each text as a document or payload.
    #[pyfunction]
    fn encode_text(
        py: Python<'_>,
        texts: InputArray,
        writer: Writer,
        first: usize,
    ) -> Result<OutputArray, Error> {
        let texts = ByteRows::of_texts(&texts, first)?;
        py.detach(|| {
            Column::of(&texts.rows, |row, out| writer.encode_text(texts.row(row)?, out))?
                .into_binary()
                .map(OutputArray)
        })
    }

    /// Decodes each document or payload to a text.
    #[pyfunction]
    fn decode_text(
        py: Python<'_>,
        items: InputArray,
        reader: Reader,
        first: usize,
    ) -> Result<OutputArray, Error> {
        let items = ByteRows::of_items(&items, first)?;
        py.detach(|| {
            Column::of(&items.rows, |row, out| reader.decode_text(items.row(row)?, out))?
                .into_text()
                .map(OutputArray)
        })
    }

    /// Tokenizes each text to a row of ids.
    #[pyfunction]
    fn tokenize(
        py: Python<'_>,
        texts: InputArray,
        encoding: &str,
        special_tokens: bool,
        first: usize,
    ) -> Result<OutputArray, Error> {
        let tokenizer = Tokenizer::new(encoding.parse()?);
        let texts = ByteRows::of_texts(&texts, first)?;
        let ids = |text| tokenizer.encode(Text::new(text).with_special_tokens(special_tokens));
        py.detach(|| {
            let work = |row, out: &mut Vec<u32>| texts.row(row).map(|text| out.extend(ids(text)));
            Column::of(&texts.rows, work)?.into_list().map(OutputArray)
        })
    }

    /// Returns the count of each id below `size`, the number of non-null rows, and the number of ids in them.
    #[pyfunction]
    fn count(
        py: Python<'_>,
        ids: InputArray,
        size: u32,
        first: usize,
    ) -> Result<(OutputArray, usize, usize), Error> {
        let ids = IdRows::of(&ids, size, first)?;
        let tally = py.detach(|| tally::count_ids(&ids, size))?;
        Ok((OutputArray(tally.counts), tally.rows, tally.tokens))
    }
}
