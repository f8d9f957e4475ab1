//! Dictionary 1 never changes: docs/format.md has its hash.

use sha2::{Digest, Sha256};

#[test]
fn dictionary_1_is_as_released() {
    let dictionary = include_bytes!("../src/dictionary/1.txt");
    let hash: String = Sha256::digest(dictionary).iter().map(|byte| format!("{byte:02x}")).collect();
    let format = include_str!("../../../docs/format.md");
    assert!(format.contains(&format!("SHA-256 `{hash}`")), "{hash}");
}
