//! tokenwire for Python: converts arguments and results, and does nothing else.
//!
//! | module | what |
//! |---|---|
//! | `ids`, `blob`, `text`; `out` | arguments from Python; results to Python |
//! | `error` | errors of the library -> exceptions of `tokenwire.errors` |
//! | `names` | encodings and coders by name |
//! | `table`, `codec`, `document`, `tokenizer`, `detokenizer`, `stream`, `chat` | the library's types |
//! | `arrow` | whole columns of Arrow at once |
//!
//! The interpreter's lock is released while the library works, so its input is copied first: other threads may change an array.

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

/// The native half of the package `tokenwire`.
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
    #[allow(non_upper_case_globals)] // Python's name for it.
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
