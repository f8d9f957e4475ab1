//! `Table`: ranks of token ids.

use crate::blob::Blob;
use crate::error::Error;
use crate::ids::Key;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use std::sync::Arc;
use tokenwire::Encoding;

/// A ranking of token ids by frequency, with their vocabulary if it is known. The most frequent id has rank 0; among
/// equally frequent ids the lower one comes first.
#[pyclass(module = "tokenwire", frozen, from_py_object)]
#[derive(Clone)]
pub(crate) struct Table {
    pub(crate) table: tokenwire::Table,
    /// The counts file of a custom table; pickling rebuilds the table from it.
    counts: Option<Arc<[u8]>>,
}

#[pymethods]
impl Table {
    /// Returns the table of the counts that tacc 0.1.0 publishes. Payloads use it.
    #[staticmethod]
    fn tacc_0_1_0(encoding: &str) -> Result<Self, Error> {
        Ok(tokenwire::Table::tacc_0_1_0(encoding.parse()?).into())
    }

    /// Returns the table of counts of chat completions, prompts, code and documents. Documents and streams use it.
    #[staticmethod]
    fn chat_2026(encoding: &str) -> Result<Self, Error> {
        Ok(tokenwire::Table::chat_2026(encoding.parse()?).into())
    }

    /// Reads a counts file, for custom counts or a custom vocabulary. `encoding` is the encoding of the ids; without
    /// it, only ids can be encoded and decoded. Raises `CountsError` with the line number.
    #[staticmethod]
    #[pyo3(signature = (data, encoding=None))]
    #[allow(clippy::needless_pass_by_value)] // pyo3 passes arguments by value.
    fn from_counts(py: Python<'_>, data: Blob, encoding: Option<&str>) -> Result<Self, Error> {
        let encoding = encoding.map(str::parse::<Encoding>).transpose()?;
        let table = py.detach(|| tokenwire::Table::from_counts(&data))?;
        let table = encoding.map_or(table.clone(), |encoding| table.for_encoding(encoding));
        Ok(Self { table, counts: Some(data.to_vec().into()) })
    }

    /// Returns all built-in tables, which documents and streams name by number.
    #[staticmethod]
    fn registered() -> Vec<Self> {
        tokenwire::Table::registered().map(Self::from).collect()
    }

    /// The number of ids in the vocabulary.
    #[getter]
    fn size(&self) -> u32 {
        self.table.size()
    }

    /// The release and the vocabulary, such as `"chat-2026/o200k"`, or `"custom"`.
    #[getter]
    fn name(&self) -> &'static str {
        self.table.name()
    }

    /// The name of the encoding of the ids, or None if it is unknown.
    #[getter]
    fn encoding(&self) -> Option<&'static str> {
        self.table.encoding().map(Encoding::name)
    }

    /// The registered number of a built-in table, or None for a custom one.
    #[getter]
    fn number(&self) -> Option<u8> {
        self.table.number()
    }

    /// A hash of the counts, as 16 hexadecimal digits.
    #[getter]
    fn fingerprint(&self) -> String {
        self.table.fingerprint().to_string()
    }

    /// Returns the rank of a token id, or None if the id is outside the vocabulary.
    fn rank(&self, id: Key<u32>) -> Option<u32> {
        self.table.rank(id.0?)
    }

    /// Returns the token id of a rank, or None if the rank is outside the table.
    fn id(&self, rank: Key<u32>) -> Option<u32> {
        self.table.id(rank.0?)
    }

    /// Returns the count of the token of this rank, or None if the rank is outside the table.
    fn weight(&self, rank: Key<u32>) -> Option<u64> {
        self.table.weight(rank.0?)
    }

    fn __len__(&self) -> usize {
        self.table.size() as usize
    }

    fn __repr__(&self) -> String {
        let (name, size) = (self.table.name(), self.table.size());
        let encoding = self.encoding().map(|encoding| format!(" of {encoding}")).unwrap_or_default();
        format!("<tokenwire.Table {name}{encoding}, {size} ids, {}>", self.table.fingerprint())
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.table.encoding() == other.table.encoding()
            && self.table.fingerprint() == other.table.fingerprint()
    }

    fn __hash__(&self) -> u64 {
        u64::from_le_bytes(self.table.fingerprint().0)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let class = py.get_type::<Self>();
        let encoding = self.encoding().into_pyobject(py)?;
        if let Some(counts) = &self.counts {
            let arguments = (PyBytes::new(py, counts), encoding).into_pyobject(py)?;
            return Ok((class.getattr("from_counts")?, arguments));
        }
        // The constructor of "chat-2026/o200k" is `chat_2026`.
        let release = self.table.name().split('/').next().unwrap_or_default();
        Ok((class.getattr(release.replace(['-', '.'], "_"))?, PyTuple::new(py, [encoding])?))
    }
}

impl From<tokenwire::Table> for Table {
    /// Wraps a built-in table.
    fn from(table: tokenwire::Table) -> Self {
        Self { table, counts: None }
    }
}

/// Returns the table if one is given, or else the `default` table of the encoding.
pub(crate) fn of(
    class: &str,
    encoding: Option<&str>,
    table: Option<Table>,
    default: fn(Encoding) -> tokenwire::Table,
) -> Result<Table, Error> {
    match (encoding, table) {
        (None, Some(table)) => Ok(table),
        (Some(encoding), None) => Ok(default(encoding.parse()?).into()),
        (None, None) => {
            Err(type_error(format!("{class}() needs an encoding, such as \"o200k_base\", or a table")))
        }
        (Some(_), Some(_)) => Err(type_error(format!(
            "{class}() takes an encoding or a table, not both; omit the encoding, which the table determines"
        ))),
    }
}

fn type_error(message: String) -> Error {
    PyTypeError::new_err(message).into()
}
