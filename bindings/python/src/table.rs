//! `Table`.

use crate::blob::Blob;
use crate::error::Error;
use crate::ids::Key;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use tokenwire::Encoding;

/// Token counts turned into ranks.
#[pyclass(module = "tokenwire", frozen, from_py_object)]
#[derive(Clone)]
pub(crate) struct Table {
    pub(crate) table: tokenwire::Table,
    origin: Origin,
}

/// What a table was built from, so that pickling can rebuild it.
#[derive(Clone)]
enum Origin {
    Tacc(Encoding),
    Chat(Encoding),
    Counts(std::sync::Arc<[u8]>),
}

#[pymethods]
impl Table {
    /// The counts that tacc 0.1.0 publishes: the table of payloads.
    #[staticmethod]
    fn tacc_0_1_0(encoding: &str) -> Result<Self, Error> {
        let encoding: Encoding = encoding.parse()?;
        Ok(Self { table: tokenwire::Table::tacc_0_1_0(encoding), origin: Origin::Tacc(encoding) })
    }

    /// Counts of chat completions, prompts, code and documents: the table of documents and streams.
    #[staticmethod]
    fn chat_2026(encoding: &str) -> Result<Self, Error> {
        let encoding: Encoding = encoding.parse()?;
        Ok(Self { table: tokenwire::Table::chat_2026(encoding), origin: Origin::Chat(encoding) })
    }

    /// Of a counts file's bytes.
    #[staticmethod]
    #[allow(clippy::needless_pass_by_value)] // An argument is owned.
    fn from_counts(py: Python<'_>, data: Blob) -> Result<Self, Error> {
        let table = py.detach(|| tokenwire::Table::from_counts(&data))?;
        Ok(Self { table, origin: Origin::Counts(data.to_vec().into()) })
    }

    /// Ids in the vocabulary.
    #[getter]
    fn size(&self) -> u32 {
        self.table.size()
    }

    #[getter]
    fn name(&self) -> &'static str {
        self.table.name()
    }

    /// Of the counts, in hex.
    #[getter]
    fn fingerprint(&self) -> String {
        self.table.fingerprint().to_string()
    }

    /// Rank of a token id, or None outside the vocabulary.
    fn rank(&self, id: Key<u32>) -> Option<u32> {
        self.table.rank(id.0?)
    }

    /// Token id of a rank, or None outside the table.
    fn id(&self, rank: Key<u32>) -> Option<u32> {
        self.table.id(rank.0?)
    }

    /// How often the token of this rank was counted, or None outside the table.
    fn weight(&self, rank: Key<u32>) -> Option<u64> {
        self.table.weight(rank.0?)
    }

    fn __len__(&self) -> usize {
        self.table.size() as usize
    }

    fn __repr__(&self) -> String {
        format!(
            "<tokenwire.Table {} of {} ids, {}>",
            self.table.name(),
            self.table.size(),
            self.table.fingerprint()
        )
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.table.fingerprint() == other.table.fingerprint()
    }

    fn __hash__(&self) -> u64 {
        u64::from_le_bytes(self.table.fingerprint().0)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let class = py.get_type::<Self>();
        let (name, argument) = match &self.origin {
            Origin::Tacc(encoding) => ("tacc_0_1_0", encoding.name().into_pyobject(py)?.into_any()),
            Origin::Chat(encoding) => ("chat_2026", encoding.name().into_pyobject(py)?.into_any()),
            Origin::Counts(counts) => ("from_counts", PyBytes::new(py, counts).into_any()),
        };
        Ok((class.getattr(name)?, PyTuple::new(py, [argument])?))
    }
}

/// The table and encoding of something that is made of an encoding, of a table, or of both: of an encoding alone, what
/// `default` says.
pub(crate) fn basis(
    what: &str,
    encoding: Option<&str>,
    own: Option<&Table>,
    default: fn(Encoding) -> tokenwire::Table,
) -> Result<(tokenwire::Table, Option<Encoding>), Error> {
    let encoding = encoding.map(str::parse::<Encoding>).transpose()?;
    let table = own.map(|own| own.table.clone()).or_else(|| encoding.map(default));
    let missing = || PyTypeError::new_err(format!("{what}() needs an encoding, a table, or both"));
    Ok((table.ok_or_else(missing)?, encoding))
}
