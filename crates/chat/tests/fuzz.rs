//! Runs the checks of this crate's fuzz targets without a fuzzer: on inputs with a known outcome, on the committed
//! seeds, and on every input that failed in the past.
#![cfg(all(feature = "encoder", feature = "cl100k", feature = "p50k", feature = "r50k"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, unreachable_pub)]

#[path = "../../../fuzz/bodies/chat.rs"]
mod bodies;

use bodies::Outcome::{self, Accepted, Refused};

type Target = (&'static str, fn(&[u8]) -> Outcome, Outcome);

/// The name, the check, and the outcome of most seeds of each target.
const TARGETS: [Target; 3] = [
    ("chat_damage", bodies::chat_damage::check, Refused),
    ("chat_decoder", bodies::chat_decoder::check, Accepted),
    ("chat_round_trip", bodies::chat_round_trip::check, Accepted),
];
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz");

/// Returns whether a target belongs to this crate. The others belong to the library.
fn is_ours(name: &str) -> bool {
    name.starts_with("chat_")
}

mod fuzz {
    mod known;
    #[path = "../../../../tests/fuzz/replay.rs"]
    mod replay;
}
