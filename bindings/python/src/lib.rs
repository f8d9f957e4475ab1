//! Python bindings of tokenwire. This crate only converts arguments, results and errors.
//!
//! | module | what |
//! |---|---|
//! | `ids`, `blob`, `text`; `out` | convert arguments from Python; convert ids to Python |
//! | `error` | converts errors of the library to exceptions of `tokenwire.errors` |
//! | `names` | lists encodings and coders |
//! | `table`, `codec`, `document`, `tokenizer`, `detokenizer`, `stream`, `chat` | wrap the library's types |
//! | `arrow` | encodes and decodes whole Arrow columns |
//!
//! The GIL is released while the library works. Other threads may change an array meanwhile, so its ids are copied
//! first.

mod arrow;
mod blob;
mod chat;
mod codec;
mod detokenizer;
mod document;
mod error;
mod ids;
mod names;
mod out;
mod stream;
mod table;
mod text;
mod tokenizer;

/// The native module of the package `tokenwire`.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::arrow::arrow;
    #[pymodule_export]
    use crate::chat::{ChatDecoder, ChatEncoder, Event};
    #[pymodule_export]
    use crate::codec::Codec;
    #[pymodule_export]
    use crate::detokenizer::Detokenizer;
    #[pymodule_export]
    use crate::document::{Document, DocumentWriter};
    #[pymodule_export]
    use crate::names::{coders, encoding_for_model, encodings, form_of};
    #[pymodule_export]
    use crate::stream::{StreamDecoder, StreamEncoder};
    #[pymodule_export]
    use crate::table::Table;
    #[pymodule_export]
    use crate::tokenizer::Tokenizer;

    #[pymodule_export]
    #[allow(non_upper_case_globals)] // Python expects this name.
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
