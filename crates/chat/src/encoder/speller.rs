//! Finds the parts of a string that are packed.
//!
//! A part begins at the first character of a run and ends with it. Runs are found in this order, so that the rarest
//! characters win: UUIDs, digits of hex, characters of base64. What is between them stays as it is.

use crate::spelling::{Alphabet, Part, UUID_LEN};

/// The length of the shortest run that is packed.
pub(super) const MIN_RUN: usize = 12;

/// Returns the spelling of a content.
pub(super) fn spell(content: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    uuids(content, &mut parts);
    parts
}

fn uuids(mut content: &[u8], parts: &mut Vec<Part>) {
    while let Some(at) = find_uuid(content) {
        let (before, uuid) = content.split_at(at);
        let (uuid, after) = uuid.split_at(UUID_LEN);
        runs(before, &[Alphabet::Hex, Alphabet::UpperHex], parts);
        parts.push(Part::Packed { alphabet: Alphabet::Uuid, characters: uuid.to_vec() });
        content = after;
    }
    runs(content, &[Alphabet::Hex, Alphabet::UpperHex], parts);
}

/// Returns the start of the first UUID.
fn find_uuid(content: &[u8]) -> Option<usize> {
    let mut starts = memchr::memchr_iter(b'-', content).filter_map(|hyphen| hyphen.checked_sub(8));
    starts.find(|at| content.get(*at..at + UUID_LEN).is_some_and(|text| Alphabet::Uuid.spells(text)))
}

/// Packs the runs of hex in a content, and those of base64 between them.
fn runs(content: &[u8], alphabets: &[Alphabet], parts: &mut Vec<Part>) {
    let mut unpacked = 0;
    let mut at = 0;
    while at < content.len() {
        let rest = content.get(at..).unwrap_or_default();
        let run = alphabets.iter().map(|alphabet| (*alphabet, run_len(*alphabet, rest)));
        match run.max_by_key(|(_, len)| *len) {
            Some((alphabet, len)) if len >= MIN_RUN && !is_inside_word(content, at, len) => {
                base64(content.get(unpacked..at).unwrap_or_default(), parts);
                let characters = rest.get(..len).unwrap_or_default().to_vec();
                parts.push(Part::Packed { alphabet, characters });
                at += len;
                unpacked = at;
            }
            Some((_, len)) => at += len.max(1),
            None => at += 1,
        }
    }
    base64(content.get(unpacked..).unwrap_or_default(), parts);
}

/// Returns whether a run of hex is part of a longer run of base64, by chance.
fn is_inside_word(content: &[u8], at: usize, len: usize) -> bool {
    const LONG: usize = 24;
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let before = at.checked_sub(1).and_then(|before| content.get(before));
    len < LONG && (is_letter(before) || is_letter(content.get(at + len)))
}

/// Packs the runs of base64 in a content.
fn base64(content: &[u8], parts: &mut Vec<Part>) {
    let mut unpacked = 0;
    let mut at = 0;
    while at < content.len() {
        let rest = content.get(at..).unwrap_or_default();
        let (alphabet, len) = base64_run(rest);
        let words = word_len(rest.get(..len).unwrap_or_default());
        if words > 0 {
            at += words;
        } else if len >= MIN_RUN {
            raw(content.get(unpacked..at).unwrap_or_default(), parts);
            parts.push(Part::Packed { alphabet, characters: rest.get(..len).unwrap_or_default().to_vec() });
            at += len + alphabet.padding(len).len();
            unpacked = at;
        } else {
            at += len.max(1);
        }
    }
    raw(content.get(unpacked..).unwrap_or_default(), parts);
}

/// Returns the length of the words at the start of a run, such as `example/` or `tool_use`: of the pieces without digits
/// or without capitals up to the first one that has both.
fn word_len(run: &[u8]) -> usize {
    /// From this length on, a run is hardly a path or a name.
    const MAX_NAME: usize = 64;
    let is_mixed = |piece: &[u8]| {
        piece.iter().any(u8::is_ascii_digit) && piece.iter().any(u8::is_ascii_uppercase)
            || piece.len() > MIN_RUN
                && piece.iter().filter(|byte| byte.is_ascii_uppercase()).count() > piece.len() / 4
    };
    let pieces = run.split_inclusive(|byte| !byte.is_ascii_alphanumeric()).filter(|_| run.len() < MAX_NAME);
    pieces.take_while(|piece| !is_mixed(piece)).map(<[u8]>::len).sum()
}

/// Returns the alphabet and the length of the run of base64 at the start of these bytes.
fn base64_run(rest: &[u8]) -> (Alphabet, usize) {
    let standard = run_len(Alphabet::Base64, rest);
    let url = run_len(Alphabet::Base64Url, rest);
    let (plain, padded, len) = if standard >= url {
        (Alphabet::Base64, Alphabet::PaddedBase64, standard)
    } else {
        (Alphabet::Base64Url, Alphabet::PaddedBase64Url, url)
    };
    let padding = padded.padding(len);
    let is_padded = !padding.is_empty() && rest.get(len..).is_some_and(|after| after.starts_with(padding));
    (if is_padded { padded } else { plain }, len)
}

fn raw(content: &[u8], parts: &mut Vec<Part>) {
    if !content.is_empty() {
        parts.push(Part::Raw(content.to_vec()));
    }
}

fn run_len(alphabet: Alphabet, text: &[u8]) -> usize {
    text.iter().take_while(|byte| alphabet.has(**byte)).count()
}
