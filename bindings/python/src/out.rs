//! Converts token ids to Python.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyByteArray, PyInt, PyList};
use std::sync::{Mutex, PoisonError};

/// The type in which ids are returned: the value of `out=`.
#[derive(Clone, Copy, Default)]
pub(crate) enum Out {
    #[default]
    List,
    Numpy,
}

impl<'py> FromPyObject<'_, 'py> for Out {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match obj.extract::<&str>() {
            Ok("list") => Ok(Self::List),
            Ok("numpy") => Ok(Self::Numpy),
            _ => {
                Err(PyValueError::new_err(format!("out= must be \"list\" or \"numpy\", not {}", obj.repr()?)))
            }
        }
    }
}

impl Out {
    /// Returns the ids as a list of ints or a NumPy array of u32.
    pub(crate) fn to_python<'py>(self, py: Python<'py>, ids: &[u32]) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::List => Ok(PyList::new(py, ints(py, ids))?.into_any()),
            Self::Numpy => {
                let (frombuffer, dtype) = numpy(py)?;
                frombuffer.bind(py).call1((PyByteArray::new(py, bytemuck::cast_slice(ids)), dtype))
            }
        }
    }
}

/// Ints below this limit are created once and shared. Creating an int takes longer than the rest of decoding an id.
const SHARED_INTS: usize = 1 << 18;

/// Returns a Python int for each id.
fn ints<'py>(py: Python<'py>, ids: &[u32]) -> Vec<Bound<'py, PyInt>> {
    static INTS: Mutex<Vec<Option<Py<PyInt>>>> = Mutex::new(Vec::new());
    // Nothing below calls back into Python code, so this lock cannot be taken twice.
    let mut shared = INTS.lock().unwrap_or_else(PoisonError::into_inner);
    let end = ids.iter().max().map_or(0, |&id| id as usize + 1).min(SHARED_INTS);
    if shared.len() < end {
        shared.resize_with(end, || None);
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

/// Returns `numpy.frombuffer` and the dtype u32.
fn numpy(py: Python<'_>) -> PyResult<&(Py<PyAny>, Py<PyAny>)> {
    static NUMPY: PyOnceLock<(Py<PyAny>, Py<PyAny>)> = PyOnceLock::new();
    NUMPY.get_or_try_init(py, || {
        let numpy = py.import("numpy")?;
        let dtype = numpy.call_method1("dtype", ("uint32",))?;
        Ok((numpy.getattr("frombuffer")?.unbind(), dtype.unbind()))
    })
}
