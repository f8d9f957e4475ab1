//! Builds the image of a vocabulary. It maps ids to bytes by offsets into one blob, and bytes to ids by a perfect hash.
//!
//! phf's generator constructs the hash. Its arrays are stored as bytes: 200,000 entries in Rust source would take
//! a minute to compile, and would need relocations at every process start. `src/vocab/image.rs` reads this layout:
//!
//! | offset | content |
//! |---|---|
//! | 0 | `TWV1` |
//! | 4 | u32 number M of ids, including those without bytes |
//! | 8 | u32 number K of tokens |
//! | 12 | u32 number B of buckets |
//! | 16 | u64 key of the hash |
//! | 24 | M + 1 x u32 start offset of each id's bytes in the blob; if it equals the next one, the id has no bytes |
//! | ... | B x (u32, u32) displacements, a pair per bucket |
//! | ... | K x u32 hash slots: an id of 18 bits, and above it the top 14 bits of the hash's `g` |
//! | ... | 65,536 x u32 ids of tokens of two bytes, indexed by these bytes (big-endian); all ones if none |
//! | ... | the blob |

// Every index is derived from the length of the list that it indexes.
#![allow(clippy::indexing_slicing)]

use crate::manifest::{Error, Manifest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::collections::HashMap;

/// The number of low bits of a hash slot that hold the id.
const ID_BITS: u32 = 18;

/// The bytes of each id, in the order of ids. `None` for a gap.
type Tokens = Vec<Option<Vec<u8>>>;

/// Builds the image of the vocabulary in these files.
pub(crate) fn image(manifest: &Manifest, files: &[&str]) -> Result<Vec<u8>, Error> {
    let mut tokens = Tokens::new();
    let mut ids = HashMap::new();
    for name in files {
        read(manifest, name, &mut tokens, &mut ids)?;
    }
    layout(&tokens)
}

/// Reads the tokens of one file.
fn read(
    manifest: &Manifest,
    name: &str,
    tokens: &mut Tokens,
    ids: &mut HashMap<Vec<u8>, u32>,
) -> Result<(), Error> {
    let file = manifest.file(name)?;
    let rows = file.rows(' ')?;
    for &(line, [bytes, id]) in &rows {
        let id: u32 = file.number(line, id)?;
        file.check_id(line, id)?;
        if id >> ID_BITS > 0 {
            return Err(file.error(line, "an image only supports ids below 2^18"));
        }
        let bytes = STANDARD.decode(bytes).map_err(|error| file.error(line, &error.to_string()))?;
        if bytes.is_empty() {
            return Err(file.error(line, "a token has at least one byte"));
        }
        if let Some(other) = ids.insert(bytes.clone(), id) {
            return Err(file.error(line, &format!("id {other} has these bytes already")));
        }
        if place(tokens, id, bytes).is_some() {
            return Err(file.error(line, &format!("id {id} is listed twice")));
        }
    }
    file.check_totals(rows.len(), rows.len() as u64)
}

/// Stores the bytes of an id, and returns the bytes that it already had.
fn place(tokens: &mut Tokens, id: u32, bytes: Vec<u8>) -> Option<Vec<u8>> {
    let id = id as usize;
    tokens.resize(tokens.len().max(id + 1), None);
    tokens[id].replace(bytes)
}

/// Lays out the image.
fn layout(tokens: &Tokens) -> Result<Vec<u8>, Error> {
    let (ids, keys): (Vec<u32>, Vec<&[u8]>) =
        (0..).zip(tokens).filter_map(|(id, token)| Some((id, token.as_deref()?))).unzip();
    let hash = phf_generator::generate_hash(&keys);
    let mut image = b"TWV1".to_vec();
    for count in [tokens.len(), keys.len(), hash.disps.len()] {
        image.extend(word(count)?);
    }
    image.extend(hash.key.to_le_bytes());
    image.extend(offsets(tokens)?);
    image.extend(hash.disps.iter().flat_map(|&(d1, d2)| [d1.to_le_bytes(), d2.to_le_bytes()]).flatten());
    for &key in &hash.map {
        let tag = phf_shared::hash(keys[key], &hash.key).g >> ID_BITS << ID_BITS;
        image.extend((tag | ids[key]).to_le_bytes());
    }
    image.extend(pairs(&ids, &keys).into_iter().flat_map(u32::to_le_bytes));
    image.extend(tokens.iter().flatten().flatten());
    Ok(image)
}

/// Returns the array of tokens of two bytes. Merging looks up all pairs of adjacent bytes of a word, so an array
/// is worthwhile.
fn pairs(ids: &[u32], keys: &[&[u8]]) -> Vec<u32> {
    let mut pairs = vec![u32::MAX; 1 << 16];
    for (&id, key) in ids.iter().zip(keys) {
        if let Ok(pair) = <[u8; 2]>::try_from(*key) {
            pairs[usize::from(u16::from_be_bytes(pair))] = id;
        }
    }
    pairs
}

/// Returns the start offset of each id's bytes, and the end.
fn offsets(tokens: &Tokens) -> Result<Vec<u8>, Error> {
    let mut offsets = word(0)?.to_vec();
    let mut end = 0;
    for token in tokens {
        end += token.as_ref().map_or(0, Vec::len);
        offsets.extend(word(end)?);
    }
    Ok(offsets)
}

fn word(number: usize) -> Result<[u8; 4], Error> {
    u32::try_from(number).map(u32::to_le_bytes).map_err(|_| "a vocabulary image holds less than 4 GiB".into())
}
