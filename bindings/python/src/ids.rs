//! Token ids and mapped ids from Python.

use crate::error;
use pyo3::buffer::{Element, ElementType, PyBuffer, PyUntypedBuffer};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyList, PyTuple};
use std::fmt::Display;

/// Integers of a list, a tuple, or a buffer (`array`, NumPy, memoryview), copied.
pub(crate) struct Numbers<T>(pub(crate) Vec<T>);

/// Token ids.
pub(crate) type Ids = Numbers<u32>;
/// Mapped ids.
pub(crate) type Mapped = Numbers<i32>;

/// An integer that lists hold.
pub(crate) trait Number:
    Element
    + for<'a, 'py> FromPyObject<'a, 'py>
    + TryFrom<i32>
    + TryFrom<i64>
    + TryFrom<u64>
    + TryFrom<u32>
    + From<u16>
{
    /// The element type of a buffer of these integers.
    const ELEMENT: ElementType;
    /// The name and range of these integers, for errors.
    const RANGE: &'static str;
}

impl Number for u32 {
    const ELEMENT: ElementType = ElementType::UnsignedInteger { bytes: 4 };
    const RANGE: &'static str = "a token id: those are 0 to 4294967295";
}

impl Number for i32 {
    const ELEMENT: ElementType = ElementType::SignedInteger { bytes: 4 };
    const RANGE: &'static str = "a mapped id: those are -2147483648 to 2147483647";
}

impl<'py, T: Number> FromPyObject<'_, 'py> for Numbers<T> {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        // An item's `__index__` may change a list, and a tuple need not be asked each time how long it is.
        if let Ok(list) = given.cast::<PyList>() {
            return of_items(&list.to_tuple()).map(Self);
        }
        if let Ok(tuple) = given.cast::<PyTuple>() {
            return of_items(&tuple).map(Self);
        }
        let buffer = PyUntypedBuffer::get(&given)
            .map_err(|error| error::clearer_type_error(error, || type_error(given)))?;
        of_buffer(given, &buffer).map(Self)
    }
}

fn type_error(given: Borrowed<'_, '_, PyAny>) -> PyErr {
    let kind = given.get_type().to_string();
    PyTypeError::new_err(format!(
        "expected token ids as a list, a tuple, an array or a NumPy array of integers, not {kind}; of an iterable give list(...)"
    ))
}

fn of_items<T: Number>(items: &Bound<'_, PyTuple>) -> PyResult<Vec<T>> {
    let mut numbers = Vec::with_capacity(items.len());
    for item in items.iter_borrowed() {
        numbers.push(of_item(item, numbers.len())?);
    }
    Ok(numbers)
}

/// An int, or what can stand for one: not a bool, nor a float.
fn of_item<T: Number>(item: Borrowed<'_, '_, PyAny>, position: usize) -> PyResult<T> {
    if let Some(number) = item.cast_exact::<PyInt>().ok().and_then(|int| int.extract().ok()) {
        return Ok(number);
    }
    let not_an_int =
        || PyTypeError::new_err(format!("position {position} holds {}, not a token id", item.get_type()));
    if item.is_instance_of::<PyBool>() || item.get_type().name().is_ok_and(|name| name == "bool_") {
        return Err(not_an_int());
    }
    let operator = item.py().import(intern!(item.py(), "operator"))?;
    let int = operator.call_method1(intern!(item.py(), "index"), (item,));
    let int = int.map_err(|error| error::clearer_type_error(error, not_an_int))?;
    int.extract().map_err(|_| outside::<T>(item.py(), position, &shown(&int)))
}

fn of_buffer<T: Number>(given: Borrowed<'_, '_, PyAny>, buffer: &PyUntypedBuffer) -> PyResult<Vec<T>> {
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
    if buffer.format().to_bytes().first().is_some_and(|order| foreign.contains(order)) {
        return Err(not_integers(buffer));
    }
    match ElementType::from_format(buffer.format()) {
        element if element == T::ELEMENT => copied(given),
        ElementType::UnsignedInteger { bytes: 4 } => converted::<u32, T>(given),
        ElementType::SignedInteger { bytes: 4 } => converted::<i32, T>(given),
        ElementType::SignedInteger { bytes: 8 } => converted::<i64, T>(given),
        ElementType::UnsignedInteger { bytes: 8 } => converted::<u64, T>(given),
        ElementType::UnsignedInteger { bytes: 2 } => converted::<u16, T>(given),
        _ => Err(not_integers(buffer)),
    }
}

fn not_integers(buffer: &PyUntypedBuffer) -> PyErr {
    let format = buffer.format().to_string_lossy();
    PyTypeError::new_err(format!(
        "expected u32, i32, i64, u64 or u16 in the machine's byte order, not elements of format {format:?}"
    ))
}

fn converted<E: Element + Copy + TryInto<T> + Display, T: Number>(
    given: Borrowed<'_, '_, PyAny>,
) -> PyResult<Vec<T>> {
    let py = given.py();
    let given = copied::<E>(given)?;
    let mut numbers = Vec::with_capacity(given.len());
    for number in given {
        numbers.push(number.try_into().map_err(|_| outside::<T>(py, numbers.len(), &number))?);
    }
    Ok(numbers)
}

fn copied<E: Element + Copy>(given: Borrowed<'_, '_, PyAny>) -> PyResult<Vec<E>> {
    // Nothing may lie anywhere, aligned or not.
    if PyUntypedBuffer::get(&given)?.item_count() == 0 {
        return Ok(Vec::new());
    }
    PyBuffer::get(&given)?.to_vec(given.py())
}

/// Python refuses to write out ints of thousands of digits.
fn shown(int: &Bound<'_, PyAny>) -> String {
    int.str().map_or_else(|_| "an int of thousands of digits".into(), |digits| digits.to_string())
}

fn outside<T: Number>(py: Python<'_>, position: usize, number: &impl Display) -> PyErr {
    error::unknown_id(py, position, &format!("{number} at position {position} is not {}", T::RANGE))
}

/// One integer that is looked up: None if it does not even fit.
#[derive(Clone, Copy)]
pub(crate) struct Key<T>(pub(crate) Option<T>);

impl<T: Number> FromPyObject<'_, '_> for Key<T> {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if given.is_instance_of::<PyBool>() || !given.hasattr(intern!(given.py(), "__index__"))? {
            return Err(PyTypeError::new_err(format!("expected an int, not {}", given.get_type())));
        }
        Ok(Self(given.extract().ok()))
    }
}
