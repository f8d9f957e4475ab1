//! Varints of many tokens.

use super::symbol::TOKENS;
use crate::coder::thrift::symbol;

/// Varints that are put together before they are appended.
const BLOCK: usize = 256;
/// They have 3 bytes at most, and are stored as 4. A mask of this size spares a check for each.
const MASK: usize = 0x3ff;

/// Appends the varints of these ids, each of which has a rank.
pub(super) fn varints(ids: &[u32], ranks: &[[u8; 4]], out: &mut Vec<u8>) {
    let mut bytes = [0; MASK + 4];
    for block in ids.chunks(BLOCK) {
        let mut len = 0;
        for rank in block.iter().filter_map(|&id| ranks.get(id as usize)) {
            let word = symbol::packed(TOKENS + u32::from_le_bytes(*rank));
            if let Some(four) = bytes.get_mut(len & MASK..(len & MASK) + 4) {
                four.copy_from_slice(&word.to_le_bytes());
            }
            len += (word >> 24) as usize;
        }
        out.extend(bytes.get(..len).unwrap_or_default());
    }
}
