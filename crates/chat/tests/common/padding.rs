//! Padding, removed the plain way, from what the documentation says of it: the value of `obfuscation` becomes empty where
//! that is a string of the outermost object, and the blanks before the last brace of Anthropic's events go.
//!
//! The fuzz targets use it too.

/// The source without its padding.
pub(crate) fn without(source: &[u8]) -> Vec<u8> {
    events(source).into_iter().flat_map(|event| without_blanks(&without_obfuscation(event))).collect()
}

/// Lines if the source begins with JSON, a few blanks apart, else blocks of lines up to an empty one; what is unfinished is left out.
pub(crate) fn events(source: &[u8]) -> Vec<&[u8]> {
    let first = &source[..source.len().min(64)];
    let first = first.strip_prefix("\u{feff}".as_bytes()).unwrap_or(first).trim_ascii_start().first();
    let mut events = vec![];
    let (mut start, mut at, mut text) = (0, 0, false);
    while at < source.len() {
        let len = match &source[at..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        let ends = match first {
            Some(b'{' | b'[') => source[at] == b'\n',
            _ => len > 0 && !text,
        };
        at += len.max(1);
        text = len == 0;
        if ends {
            events.push(&source[start..at]);
            start = at;
        }
    }
    events.push(&source[start..]);
    events
}

/// With an empty string in place of each `"obfuscation": "..."` of depth 1.
fn without_obfuscation(event: &[u8]) -> Vec<u8> {
    let (mut out, mut depth, mut rest) = (vec![], 0, event);
    let mut value_of: Option<&[u8]> = None;
    while let Some((&byte, after)) = rest.split_first() {
        out.push(byte);
        rest = after;
        let end = if byte == b'"' { closing(rest) } else { None };
        if let Some(end) = end {
            let (content, after) = rest.split_at(end);
            let is_key = after[1..].trim_ascii_start().first() == Some(&b':');
            if is_key || depth != 1 || value_of != Some(b"obfuscation") {
                out.extend(content);
            }
            out.push(b'"');
            value_of = Some(content).filter(|_| is_key);
            rest = &after[1..];
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

/// Where a JSON string ends.
fn closing(rest: &[u8]) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'\n' | b'\r' if !escaped => return None,
            b'"' if !escaped => return Some(at),
            _ => escaped = *byte == b'\\' && !escaped,
        }
    }
    None
}

fn without_blanks(event: &[u8]) -> Vec<u8> {
    const KINDS: [&str; 8] = [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
        "ping",
        "error",
    ];
    let known = KINDS.iter().any(|kind| {
        ["\n", "\r\n", "\r"]
            .iter()
            .any(|end| event.starts_with(format!("event: {kind}{end}data: {{\"type\":\"{kind}\"").as_bytes()))
    });
    let last = event.trim_ascii_end();
    match last.strip_suffix(b"}").filter(|_| known) {
        Some(before) => {
            let kept = before.iter().rposition(|byte| *byte != b' ').map_or(0, |last| last + 1);
            [&event[..kept], &event[before.len()..]].concat()
        }
        None => event.to_vec(),
    }
}
