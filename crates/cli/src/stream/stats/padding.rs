//! What may be missing of an event that came back.
//!
//! This finds padding in another way than the encoder does, so that one looks after the other.

/// Whether only padding is: what was in `"obfuscation":"..."`, and blanks before the last brace.
pub(super) fn is_all_that_went(event: &[u8], back: &[u8]) -> bool {
    let mut at = 0;
    for byte in back {
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

/// Where padding that begins here ends.
fn padding_end(event: &[u8], at: usize) -> Option<usize> {
    let (before, rest) = event.split_at_checked(at)?;
    let len = if is_obfuscated(before) { string_len(rest)? } else { blanks_len(rest)? };
    Some(at + len)
}

/// Whether the value of that key begins behind these bytes.
fn is_obfuscated(before: &[u8]) -> bool {
    let key = before.strip_suffix(b"\"").map(<[u8]>::trim_ascii_end);
    let key = key.and_then(|key| key.strip_suffix(b":")).map(<[u8]>::trim_ascii_end);
    key.is_some_and(|key| key.ends_with(b"\"obfuscation\""))
}

/// Up to the quote that ends it.
fn string_len(rest: &[u8]) -> Option<usize> {
    let mut escaped = false;
    rest.iter().position(|byte| {
        let end = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        end
    })
}

/// Up to the last brace.
fn blanks_len(rest: &[u8]) -> Option<usize> {
    let behind = rest.trim_ascii_start();
    let (first, others) = behind.split_first()?;
    (*first == b'}' && !others.contains(&b'}')).then_some(rest.len() - behind.len())
}

#[cfg(test)]
mod tests {
    use super::is_all_that_went;

    #[test]
    fn padding_may_go_and_nothing_else() {
        let went = |event: &str, back: &str| is_all_that_went(event.as_bytes(), back.as_bytes());
        let event = "data: {\"a\":{\"b\":1},\"obfuscation\":\"x\\\"9\"}\n\n";
        assert!(went(event, event));
        assert!(went(event, "data: {\"a\":{\"b\":1},\"obfuscation\":\"\"}\n\n"));
        assert!(went(
            "data: {\"obfuscation\" : \"x\",\"b\":1 }\n\n",
            "data: {\"obfuscation\" : \"\",\"b\":1}\n\n"
        ));
        assert!(went("{\"a\":{\"b\":1}   }\n", "{\"a\":{\"b\":1}}\n"));
        assert!(!went("{\"a\":{\"b\":1  }}\n", "{\"a\":{\"b\":1}}\n"));
        assert!(!went("{\"b\":\"xy\"}\n", "{\"b\":\"\"}\n"));
        assert!(!went(event, "data: {\"a\":{\"b\":1},\"obfuscation\":\"y\"}\n\n"));
        assert!(!went("data: x\n\n", "data: x\n"));
        assert!(!went("data: x\n", "data: x\n\n"));
    }
}
