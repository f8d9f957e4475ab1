//! Token ids to Python.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyByteArray, PyInt, PyList};
use std::sync::{Mutex, PoisonError};

/// How ids are given.
#[derive(Clone, Copy, Default)]
pub(crate) enum Out {
    #[default]
    List,
    Numpy,
}

impl<'py> FromPyObject<'_, 'py> for Out {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match given.extract::<&str>() {
            Ok("list") => Ok(Self::List),
            Ok("numpy") => Ok(Self::Numpy),
            _ => Err(PyValueError::new_err(format!("expected \"list\" or \"numpy\", not {}", given.repr()?))),
        }
    }
}

impl Out {
    /// A list of ints, or a NumPy array of u32.
    pub(crate) fn give<'py>(self, py: Python<'py>, ids: &[u32]) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::List => Ok(PyList::new(py, ints(py, ids))?.into_any()),
            Self::Numpy => {
                let (frombuffer, dtype) = numpy(py)?;
                frombuffer.bind(py).call1((PyByteArray::new(py, bytemuck::cast_slice(ids)), dtype))
            }
        }
    }
}

/// Ints below this are made once and shared: making one takes longer than all the rest of decoding it.
const SHARED: usize = 1 << 18;

/// The ints of these ids.
fn ints<'py>(py: Python<'py>, ids: &[u32]) -> Vec<Bound<'py, PyInt>> {
    static INTS: Mutex<Vec<Option<Py<PyInt>>>> = Mutex::new(Vec::new());
    // Nothing below calls back into Python, which might come here again.
    let mut shared = INTS.lock().unwrap_or_else(PoisonError::into_inner);
    let most = ids.iter().max().map_or(0, |&id| id as usize + 1).min(SHARED);
    if shared.len() < most {
        shared.resize_with(most, || None);
    }
    ids.iter().map(|&id| int(py, id, &mut shared)).collect()
}

fn int<'py>(py: Python<'py>, id: u32, shared: &mut [Option<Py<PyInt>>]) -> Bound<'py, PyInt> {
    let new = || PyInt::new(py, id);
    match shared.get_mut(id as usize) {
        Some(Some(int)) => int.bind(py).clone(),
        Some(slot) => slot.insert(new().unbind()).bind(py).clone(),
        None => new(),
    }
}

/// `numpy.frombuffer` and the dtype u32.
fn numpy(py: Python<'_>) -> PyResult<&(Py<PyAny>, Py<PyAny>)> {
    static NUMPY: PyOnceLock<(Py<PyAny>, Py<PyAny>)> = PyOnceLock::new();
    NUMPY.get_or_try_init(py, || {
        let numpy = py.import("numpy")?;
        let dtype = numpy.call_method1("dtype", ("uint32",))?;
        Ok((numpy.getattr("frombuffer")?.unbind(), dtype.unbind()))
    })
}
