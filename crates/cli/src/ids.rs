//! Token ids as people and programs write them.

use crate::failure::Failure;

/// A JSON array, or one id a line.
pub(crate) fn parse_text(bytes: &[u8]) -> Result<Vec<u32>, Failure> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = bytes.trim_ascii();
    if text.starts_with(b"[") {
        return serde_json::from_slice(text).map_err(|error| Failure::Data(format!("ids as JSON: {error}")));
    }
    let lines = (1..).zip(bytes.split(|&byte| byte == b'\n'));
    lines
        .map(|(line, text)| (line, text.trim_ascii()))
        .filter(|(_, text)| !text.is_empty())
        .map(parse_line)
        .collect()
}

fn parse_line((line, text): (usize, &[u8])) -> Result<u32, Failure> {
    let digits = std::str::from_utf8(text).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let id = digits.and_then(|text| text.parse().ok());
    id.ok_or_else(|| {
        let shown: String = String::from_utf8_lossy(text).chars().take(24).collect();
        Failure::Data(format!(
            "ids, line {line}: `{shown}` is not a token id (a JSON array or one id a line)"
        ))
    })
}

/// Raw little-endian u32.
pub(crate) fn parse_u32(bytes: &[u8]) -> Result<Vec<u32>, Failure> {
    let (words, rest) = bytes.as_chunks();
    if !rest.is_empty() {
        return Err(Failure::Data(format!("u32: {} bytes are not a multiple of 4", bytes.len())));
    }
    Ok(words.iter().map(|word| u32::from_le_bytes(*word)).collect())
}

/// One JSON array and a line end.
pub(crate) fn to_json(ids: &[u32]) -> Result<Vec<u8>, Failure> {
    let mut json = serde_json::to_vec(ids).map_err(|error| Failure::Data(error.to_string()))?;
    json.push(b'\n');
    Ok(json)
}

/// Raw little-endian u32.
pub(crate) fn to_u32(ids: &[u32]) -> Vec<u8> {
    ids.iter().copied().flat_map(u32::to_le_bytes).collect()
}
