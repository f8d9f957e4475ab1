//! Token ids from Python and back.

use crate::fault;
use pyo3::buffer::{ElementType, PyBuffer, PyUntypedBuffer};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyInt, PyList, PyTuple};

/// Token ids of a list, a tuple, or a buffer of integers (`array`, NumPy, memoryview), copied.
pub(crate) struct Ids(pub(crate) Vec<u32>);

impl<'py> FromPyObject<'_, 'py> for Ids {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(list) = given.cast::<PyList>() {
            return of_items(list.len(), list.iter()).map(Self);
        }
        if let Ok(tuple) = given.cast::<PyTuple>() {
            return of_items(tuple.len(), tuple.iter()).map(Self);
        }
        let buffer = PyUntypedBuffer::get(&given).map_err(|_| wrong(given))?;
        of_buffer(given, &buffer).map(Self)
    }
}

fn wrong(given: Borrowed<'_, '_, PyAny>) -> PyErr {
    let kind = given.get_type().to_string();
    PyTypeError::new_err(format!(
        "expected token ids as a list, a tuple, an array or a NumPy array of integers, not {kind}; of an iterable give list(...)"
    ))
}

fn of_items<'py>(len: usize, items: impl Iterator<Item = Bound<'py, PyAny>>) -> PyResult<Vec<u32>> {
    let mut ids = Vec::with_capacity(len);
    for item in items {
        ids.push(of_item(&item, ids.len())?);
    }
    Ok(ids)
}

/// An int, or what can stand for one: not a bool, nor a float.
fn of_item(item: &Bound<'_, PyAny>, position: usize) -> PyResult<u32> {
    if let Some(id) = item.cast_exact::<PyInt>().ok().and_then(|int| int.extract().ok()) {
        return Ok(id);
    }
    let not_int = |_| not_an_int(item, position);
    if item.is_instance_of::<PyBool>() || item.get_type().name().is_ok_and(|name| name == "bool_") {
        return Err(not_an_int(item, position));
    }
    let int =
        item.py().import(intern!(item.py(), "operator"))?.call_method1("index", (item,)).map_err(not_int)?;
    int.extract().map_err(|_| fault::unknown_id(item.py(), position, &int.to_string()))
}

fn not_an_int(item: &Bound<'_, PyAny>, position: usize) -> PyErr {
    PyTypeError::new_err(format!("position {position} holds {}, not a token id", item.get_type()))
}

fn of_buffer(given: Borrowed<'_, '_, PyAny>, buffer: &PyUntypedBuffer) -> PyResult<Vec<u32>> {
    let py = given.py();
    if buffer.dimensions() != 1 {
        let shape = buffer.shape();
        return Err(PyValueError::new_err(format!(
            "expected one dimension of token ids, not the shape {shape:?}"
        )));
    }
    if !buffer.is_c_contiguous() {
        return Err(PyValueError::new_err(
            "the ids are not contiguous: give numpy.ascontiguousarray(...) of them",
        ));
    }
    let foreign = if cfg!(target_endian = "little") { &b">!"[..] } else { b"<" };
    let native = !buffer.format().to_bytes().first().is_some_and(|order| foreign.contains(order));
    match ElementType::from_format(buffer.format()) {
        _ if !native => Err(not_integers(buffer)),
        ElementType::UnsignedInteger { bytes: 4 } => PyBuffer::get(&given)?.to_vec(py),
        ElementType::SignedInteger { bytes: 4 } => narrowed(py, PyBuffer::<i32>::get(&given)?.to_vec(py)?),
        ElementType::SignedInteger { bytes: 8 } => narrowed(py, PyBuffer::<i64>::get(&given)?.to_vec(py)?),
        ElementType::UnsignedInteger { bytes: 8 } => narrowed(py, PyBuffer::<u64>::get(&given)?.to_vec(py)?),
        ElementType::UnsignedInteger { bytes: 2 } => narrowed(py, PyBuffer::<u16>::get(&given)?.to_vec(py)?),
        _ => Err(not_integers(buffer)),
    }
}

fn not_integers(buffer: &PyUntypedBuffer) -> PyErr {
    let format = buffer.format().to_string_lossy();
    PyTypeError::new_err(format!(
        "expected u32, i32, i64, u64 or u16 in the machine's byte order, not elements of format {format:?}"
    ))
}

fn narrowed<T: Copy + TryInto<u32> + std::fmt::Display>(py: Python<'_>, wide: Vec<T>) -> PyResult<Vec<u32>> {
    let mut ids = Vec::with_capacity(wide.len());
    for id in wide {
        let narrow = id.try_into().map_err(|_| fault::unknown_id(py, ids.len(), &id.to_string()))?;
        ids.push(narrow);
    }
    Ok(ids)
}

/// How ids are given back.
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
            Self::List => Ok(PyList::new(py, ids)?.into_any()),
            Self::Numpy => {
                let numpy = py.import(intern!(py, "numpy"))?;
                let bytes = PyByteArray::new(py, bytemuck::cast_slice(ids));
                numpy.call_method1(intern!(py, "frombuffer"), (bytes, intern!(py, "uint32")))
            }
        }
    }
}
