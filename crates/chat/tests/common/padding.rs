//! Removes padding with a second implementation, written from the documentation: a string `obfuscation` of the
//! outermost object becomes empty. So does a last string `p` of an event with choices, if it is the beginning of the
//! alphabet and the digits. The spaces before the last brace of Anthropic's events are removed.
//!
//! The fuzz targets use it too.

const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// Returns the source without its padding.
pub(crate) fn without(source: &[u8]) -> Vec<u8> {
    events(source).into_iter().flat_map(|event| without_blanks(&without_obfuscation(event))).collect()
}

/// Splits a source into events: lines if it begins with JSON after a few spaces, otherwise blocks up to an empty line.
/// The last one is incomplete.
pub(crate) fn events(source: &[u8]) -> Vec<&[u8]> {
    let first = &source[..source.len().min(64)];
    let first = first.strip_prefix("\u{feff}".as_bytes()).unwrap_or(first).trim_ascii_start().first();
    let mut events = vec![];
    let (mut start, mut at, mut in_line) = (0, 0, false);
    while at < source.len() {
        let len = match &source[at..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        let ends = match first {
            Some(b'{' | b'[') => source[at] == b'\n',
            _ => len > 0 && !in_line,
        };
        at += len.max(1);
        in_line = len == 0;
        if ends {
            events.push(&source[start..at]);
            start = at;
        }
    }
    events.push(&source[start..]);
    events
}

/// Returns the event with an empty string in place of each `"obfuscation": "..."` of depth 1.
fn without_obfuscation(event: &[u8]) -> Vec<u8> {
    let (mut out, mut depth, mut unread) = (vec![], 0, event);
    let mut value_of: Option<&[u8]> = None;
    while let Some((&byte, after)) = unread.split_first() {
        out.push(byte);
        unread = after;
        let end = if byte == b'"' { closing(unread) } else { None };
        if let Some(end) = end {
            let (content, after) = unread.split_at(end);
            let is_key = after[1..].trim_ascii_start().first() == Some(&b':');
            let is_padding = match value_of {
                Some(b"obfuscation") => true,
                Some(b"p") => {
                    let has_choices = event.windows(9).any(|window| window == b"\"choices\"");
                    let is_last = after[1..].trim_ascii() == b"}";
                    ALPHABET.starts_with(content) && has_choices && is_last
                }
                _ => false,
            };
            if is_key || depth != 1 || !is_padding {
                out.extend(content);
            }
            out.push(b'"');
            value_of = Some(content).filter(|_| is_key);
            unread = &after[1..];
        }
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= i32::from(depth > 0),
            _ => {}
        }
        if !matches!(byte, b'"' | b':' | b' ') {
            value_of = None;
        }
    }
    out
}

/// Returns the index of a JSON string's closing quote.
fn closing(bytes: &[u8]) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' | b'\r' if !escaped => return None,
            b'"' if !escaped => return Some(at),
            _ => escaped = *byte == b'\\' && !escaped,
        }
    }
    None
}

fn without_blanks(event: &[u8]) -> Vec<u8> {
    const TYPES: [&str; 8] = [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
        "ping",
        "error",
    ];
    let is_padded = TYPES.iter().any(|name| {
        ["\n", "\r\n", "\r"]
            .iter()
            .any(|end| event.starts_with(format!("event: {name}{end}data: {{\"type\":\"{name}\"").as_bytes()))
    });
    let last = event.trim_ascii_end();
    match last.strip_suffix(b"}").filter(|_| is_padded) {
        Some(before) => {
            let end = before.iter().rposition(|byte| *byte != b' ').map_or(0, |last| last + 1);
            [&event[..end], &event[before.len()..]].concat()
        }
        None => event.to_vec(),
    }
}
