//! Token ids and mapped ids from Python.

use crate::error;
use pyo3::buffer::{Element, ElementType, PyBuffer, PyUntypedBuffer};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyList, PyTuple};
use std::fmt::Display;

/// Integers copied from a list, a tuple or a buffer (`array`, NumPy array, memoryview).
pub(crate) struct Numbers<T>(pub(crate) Vec<T>);

/// Token ids.
pub(crate) type Ids = Numbers<u32>;
/// Mapped ids.
pub(crate) type Mapped = Numbers<i32>;

/// The integer type of a list of ids.
pub(crate) trait Number:
    Element
    + for<'a, 'py> FromPyObject<'a, 'py>
    + TryFrom<i32>
    + TryFrom<i64>
    + TryFrom<u64>
    + TryFrom<u32>
    + From<u16>
{
    /// The buffer element type of these integers.
    const ELEMENT: ElementType;
    /// The name and range of these integers, for error messages.
    const RANGE: &'static str;
}

impl Number for u32 {
    const ELEMENT: ElementType = ElementType::UnsignedInteger { bytes: 4 };
    const RANGE: &'static str = "a valid token id: expected 0 to 4294967295";
}

impl Number for i32 {
    const ELEMENT: ElementType = ElementType::SignedInteger { bytes: 4 };
    const RANGE: &'static str = "a valid mapped id: expected -2147483648 to 2147483647";
}

impl<'py, T: Number> FromPyObject<'_, 'py> for Numbers<T> {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        // An item's `__index__` could change the list during iteration, so iterate over a tuple of its items.
        if let Ok(list) = obj.cast::<PyList>() {
            return numbers_from_tuple(&list.to_tuple()).map(Self);
        }
        if let Ok(tuple) = obj.cast::<PyTuple>() {
            return numbers_from_tuple(&tuple).map(Self);
        }
        let buffer = PyUntypedBuffer::get(&obj)
            .map_err(|error| error::clearer_type_error(error, || type_error(obj)))?;
        numbers_from_buffer(obj, &buffer).map(Self)
    }
}

fn type_error(obj: Borrowed<'_, '_, PyAny>) -> PyErr {
    let kind = error::type_name(&obj);
    PyTypeError::new_err(format!(
        "expected a list, a tuple, an array or a NumPy array of integers, not {kind}; convert iterables with list(...)"
    ))
}

fn numbers_from_tuple<T: Number>(items: &Bound<'_, PyTuple>) -> PyResult<Vec<T>> {
    let mut numbers = Vec::with_capacity(items.len());
    for item in items.iter_borrowed() {
        numbers.push(number_from_item(item, numbers.len())?);
    }
    Ok(numbers)
}

/// Converts an int or another object with `__index__`. Rejects bools and floats.
fn number_from_item<T: Number>(item: Borrowed<'_, '_, PyAny>, position: usize) -> PyResult<T> {
    if let Some(number) = item.cast_exact::<PyInt>().ok().and_then(|int| int.extract().ok()) {
        return Ok(number);
    }
    let not_an_int = || {
        let kind = error::type_name(&item);
        PyTypeError::new_err(format!("expected an int at position {position}, not {kind}"))
    };
    if item.is_instance_of::<PyBool>() || item.get_type().name().is_ok_and(|name| name == "bool_") {
        return Err(not_an_int());
    }
    let operator = item.py().import(intern!(item.py(), "operator"))?;
    let int = operator.call_method1(intern!(item.py(), "index"), (item,));
    let int = int.map_err(|error| error::clearer_type_error(error, not_an_int))?;
    int.extract().map_err(|_| out_of_range::<T>(item.py(), position, &digits(&int)))
}

fn numbers_from_buffer<T: Number>(
    obj: Borrowed<'_, '_, PyAny>,
    buffer: &PyUntypedBuffer,
) -> PyResult<Vec<T>> {
    if buffer.dimensions() != 1 {
        let shape = buffer.shape();
        return Err(PyValueError::new_err(format!(
            "expected an array of one dimension, not of shape {shape:?}; flatten it with .ravel()"
        )));
    }
    if !buffer.is_c_contiguous() {
        return Err(PyValueError::new_err(
            "the ids are not contiguous; pass a copy made with list(...) or numpy.ascontiguousarray(...)",
        ));
    }
    let foreign_orders = if cfg!(target_endian = "little") { &b">!"[..] } else { b"<" };
    if buffer.format().to_bytes().first().is_some_and(|order| foreign_orders.contains(order)) {
        return Err(not_integers(buffer));
    }
    match ElementType::from_format(buffer.format()) {
        element if element == T::ELEMENT => copy_buffer(obj),
        ElementType::UnsignedInteger { bytes: 4 } => convert_buffer::<u32, T>(obj),
        ElementType::SignedInteger { bytes: 4 } => convert_buffer::<i32, T>(obj),
        ElementType::SignedInteger { bytes: 8 } => convert_buffer::<i64, T>(obj),
        ElementType::UnsignedInteger { bytes: 8 } => convert_buffer::<u64, T>(obj),
        ElementType::UnsignedInteger { bytes: 2 } => convert_buffer::<u16, T>(obj),
        _ => Err(not_integers(buffer)),
    }
}

fn not_integers(buffer: &PyUntypedBuffer) -> PyErr {
    let format = buffer.format().to_string_lossy();
    PyTypeError::new_err(format!(
        "expected elements of type u32, i32, i64, u64 or u16 in native byte order, not format {format:?}; convert them"
    ))
}

/// Copies a buffer, converting each element to `T`.
fn convert_buffer<E: Element + Copy + TryInto<T> + Display, T: Number>(
    obj: Borrowed<'_, '_, PyAny>,
) -> PyResult<Vec<T>> {
    let elements = copy_buffer::<E>(obj)?;
    let mut numbers = Vec::with_capacity(elements.len());
    for number in elements {
        numbers.push(number.try_into().map_err(|_| out_of_range::<T>(obj.py(), numbers.len(), &number))?);
    }
    Ok(numbers)
}

/// Copies a buffer.
fn copy_buffer<E: Element + Copy>(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Vec<E>> {
    // `PyBuffer` rejects unaligned buffers, but the address of an empty buffer does not matter.
    if PyUntypedBuffer::get(&obj)?.item_count() == 0 {
        return Ok(Vec::new());
    }
    PyBuffer::get(&obj)?.to_vec(obj.py())
}

/// Returns the digits of an int. Python refuses to convert ints of thousands of digits to text.
fn digits(int: &Bound<'_, PyAny>) -> String {
    int.str().map_or_else(|_| "an int of thousands of digits".into(), |digits| digits.to_string())
}

fn out_of_range<T: Number>(py: Python<'_>, position: usize, number: &impl Display) -> PyErr {
    error::unknown_id(py, position, &format!("{number} at position {position} is not {}", T::RANGE))
}

/// An integer to look up; `None` if it does not fit into `T` and so cannot be found.
#[derive(Clone, Copy)]
pub(crate) struct Key<T>(pub(crate) Option<T>);

impl<T: Number> FromPyObject<'_, '_> for Key<T> {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if obj.is_instance_of::<PyBool>() || !obj.hasattr(intern!(obj.py(), "__index__"))? {
            return Err(PyTypeError::new_err(format!("expected an int, not {}", error::type_name(&obj))));
        }
        Ok(Self(obj.extract().ok()))
    }
}
