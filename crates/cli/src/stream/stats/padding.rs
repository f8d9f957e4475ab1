//! The padding that a stream may drop from an event.
//!
//! This finds padding by other rules than the encoder does, so that each checks the other.

/// Returns whether `decoded` is the event without some padding: the value of `"obfuscation":"..."`, or blanks before the last
/// brace.
pub(super) fn is_only_difference(event: &[u8], decoded: &[u8]) -> bool {
    let mut at = 0;
    for byte in decoded {
        if event.get(at) != Some(byte) {
            at = padding_end(event, at).unwrap_or(at);
        }
        if event.get(at) != Some(byte) {
            return false;
        }
        at += 1;
    }
    at == event.len()
}

/// Returns the end of the padding that begins here.
fn padding_end(event: &[u8], at: usize) -> Option<usize> {
    let (before, rest) = event.split_at_checked(at)?;
    let len = if is_obfuscated(before) { string_len(rest)? } else { blanks_len(rest)? };
    Some(at + len)
}

/// Returns whether the value of the key `obfuscation` begins after these bytes.
fn is_obfuscated(before: &[u8]) -> bool {
    let key = before.strip_suffix(b"\"").map(<[u8]>::trim_ascii_end);
    let key = key.and_then(|key| key.strip_suffix(b":")).map(<[u8]>::trim_ascii_end);
    key.is_some_and(|key| key.ends_with(b"\"obfuscation\""))
}

/// Returns the number of bytes before the closing quote.
fn string_len(rest: &[u8]) -> Option<usize> {
    let mut escaped = false;
    rest.iter().position(|byte| {
        let end = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        end
    })
}

/// Returns the number of blanks before the last brace.
fn blanks_len(rest: &[u8]) -> Option<usize> {
    let after = rest.trim_ascii_start();
    let (first, rest_after) = after.split_first()?;
    (*first == b'}' && !rest_after.contains(&b'}')).then_some(rest.len() - after.len())
}

#[cfg(test)]
mod tests {
    use super::is_only_difference;

    #[test]
    fn padding_may_be_dropped_and_nothing_else() {
        let is_allowed =
            |event: &str, decoded: &str| is_only_difference(event.as_bytes(), decoded.as_bytes());
        let event = "data: {\"a\":{\"b\":1},\"obfuscation\":\"x\\\"9\"}\n\n";
        assert!(is_allowed(event, event));
        assert!(is_allowed(event, "data: {\"a\":{\"b\":1},\"obfuscation\":\"\"}\n\n"));
        assert!(is_allowed(
            "data: {\"obfuscation\" : \"x\",\"b\":1 }\n\n",
            "data: {\"obfuscation\" : \"\",\"b\":1}\n\n"
        ));
        assert!(is_allowed("{\"a\":{\"b\":1}   }\n", "{\"a\":{\"b\":1}}\n"));
        assert!(!is_allowed("{\"a\":{\"b\":1  }}\n", "{\"a\":{\"b\":1}}\n"));
        assert!(!is_allowed("{\"b\":\"xy\"}\n", "{\"b\":\"\"}\n"));
        assert!(!is_allowed(event, "data: {\"a\":{\"b\":1},\"obfuscation\":\"y\"}\n\n"));
        assert!(!is_allowed("data: x\n\n", "data: x\n"));
        assert!(!is_allowed("data: x\n", "data: x\n\n"));
    }
}
