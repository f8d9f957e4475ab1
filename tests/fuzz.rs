//! Runs the checks of the fuzz targets without a fuzzer. The inputs are cases with a known outcome, the committed
//! seeds, and all inputs that once failed.
#![cfg(all(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k", feature = "text"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, unreachable_pub)]

#[path = "../fuzz/bodies/lib.rs"]
mod bodies;

use bodies::Outcome::{self, Accepted};

type Target = (&'static str, fn(&[u8]) -> Outcome, Outcome);

/// The targets: their names, their checks, and the outcome of most seeds.
const TARGETS: [Target; 10] = [
    ("counts", bodies::counts::check, Accepted),
    ("document", bodies::document::check, Accepted),
    ("document_body", bodies::document_body::check, Accepted),
    ("gzip_payload", bodies::gzip_payload::check, Accepted),
    ("payload", bodies::payload::check, Accepted),
    ("prefix", bodies::prefix::check, Accepted),
    ("round_trip", bodies::round_trip::check, Accepted),
    ("stream", bodies::stream::check, Accepted),
    ("text", bodies::text::check, Accepted),
    ("thrift_differential", bodies::thrift_differential::check, Accepted),
];
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz");

/// Returns whether a target belongs to this crate. The others are tested in crates/chat.
fn is_ours(name: &str) -> bool {
    !name.starts_with("chat_")
}

mod fuzz {
    mod known;
    mod replay;
}
