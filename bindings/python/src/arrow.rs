//! Arrow columns: encodes and decodes all rows of an array in one call.
//!
//! | module | what |
//! |---|---|
//! | `array` | input and output arrays over the C data interface |
//! | `rows` | the offsets of the rows, and which are null |
//! | `ids`, `bytes` | rows of token ids; rows of bytes or text |
//! | `column` | the output, built row by row |
//! | `writer`, `reader` | the codec of a call: documents or payloads |
//! | `tally` | how often each id occurs |
//!
//! `python/tokenwire/arrow.py` calls these with one array at a time, which pyarrow has validated: its buffers are read
//! in place, and no other thread may change them. `first` is the array's first row in its column, for errors.

mod array;
mod bytes;
mod column;
mod ids;
mod reader;
mod rows;
mod tally;
mod writer;

#[pyo3::pymodule(gil_used = false, submodule)]
#[allow(clippy::module_inception, clippy::needless_pass_by_value)] // Python's name; an argument is owned.
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

    /// Decodes documents or payloads to rows of ids.
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

    /// Decodes documents or payloads to texts.
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

    /// Tokenizes texts to rows of ids.
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

    /// Returns the count of each id below `size`, the number of rows that are not null, and the number of their ids.
    #[pyfunction]
    fn count(
        py: Python<'_>,
        ids: InputArray,
        size: u32,
        first: usize,
    ) -> Result<(OutputArray, usize, usize), Error> {
        let ids = IdRows::of(&ids, size, first)?;
        let tally = py.detach(|| tally::of(&ids, size))?;
        Ok((OutputArray(tally.counts), tally.rows, tally.tokens))
    }
}
