//! Streams of earlier releases decode to the same bytes in all later releases.

#![allow(clippy::expect_used)]

use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use tokenwire_chat::Decoder;

fn decoded(stream: &[u8]) -> Vec<u8> {
    let mut decoder = Decoder::new();
    decoder.push(stream);
    let mut source = Vec::new();
    while let Some(event) = decoder.next_event().expect("a stream") {
        source.extend_from_slice(event.bytes);
    }
    decoder.finish().expect("an end");
    source
}

#[test]
fn streams_of_version_1_decode_to_their_sources() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1");
    let sources = fs::read_to_string(folder.join("sources.tsv")).expect("sources.tsv");
    let mut count = 0;
    for (name, hash) in sources.lines().filter_map(|line| line.split_once('\t')) {
        for coder in ["varint", "prefix"] {
            let stream = fs::read(folder.join(format!("{name}.{coder}"))).expect("a stream");
            let found: String =
                Sha256::digest(decoded(&stream)).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, hash, "{name}.{coder}");
            count += 1;
        }
    }
    assert_eq!(count, fs::read_dir(&folder).expect("the folder").count() - 1);
}
