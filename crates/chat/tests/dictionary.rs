//! Dictionary 1 never changes. docs/format.md contains its hash.

use sha2::{Digest, Sha256};

#[test]
fn dictionary_1_has_the_hash_in_the_format_specification() {
    let dictionary = include_bytes!("../src/dictionary/1.txt");
    let hash: String = Sha256::digest(dictionary).iter().map(|byte| format!("{byte:02x}")).collect();
    let format = include_str!("../../../docs/format.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let size = dictionary.len();
    assert!(
        format.contains(&format!("of {},{:03} bytes, SHA-256 `{hash}`", size / 1000, size % 1000)),
        "{size} {hash}"
    );
}
