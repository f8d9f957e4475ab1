//! Runs every example row of `docs/format.md` against the library.
//!
//! | claim | module |
//! |---|---|
//! | every example decodes to its outcome: ids, text, or an error with its place | `examples` |
//! | every check has an example that fails it, with an error that the check names | `checks` |
//! | first bytes, sizes of vocabularies and worked code words match the library | `facts` |
//!
//! `page` finds the tables of the page, `outcome` parses and compares outcomes.
#![cfg(feature = "o200k")]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

#[path = "format_page/checks.rs"]
mod checks;
#[path = "format_page/examples.rs"]
mod examples;
#[path = "format_page/facts.rs"]
mod facts;
#[path = "format_page/outcome.rs"]
mod outcome;
#[path = "format_page/page.rs"]
mod page;
