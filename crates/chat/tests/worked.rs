//! The worked example in `docs/streams.md` shows the bytes that the encoder writes.

#![allow(clippy::expect_used, clippy::indexing_slicing)]
#![cfg(feature = "encoder")]

use std::fmt::Write;
use tokenwire_chat::{Encoder, Tracer};

const SOURCE: &str = r#"data: {"id":"chatcmpl-7","model":"gpt-4o","choices":[{"index":0,"delta":{"content":"Two"}}]}

data: {"id":"chatcmpl-7","model":"gpt-4o","choices":[{"index":0,"delta":{"content":" ships"}}]}

data: {"id":"chatcmpl-7","model":"gpt-4o","choices":[{"index":0,"delta":{"content":", both late"}}]}

data: {"id":"chatcmpl-7","model":"gpt-4o","choices":[{"index":1,"delta":{"content":"None"}}]}

data: {"id":"chatcmpl-7","model":"gpt-4o","choices":[{"index":0,"delta":{"content":"."}}]}

data: [DONE]

"#;

fn table() -> String {
    let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
    encoder.push(SOURCE.as_bytes(), &mut stream).expect("events");
    encoder.end(&mut stream).expect("an end");
    let mut tracer = Tracer::new();
    tracer.push(&stream);
    let mut table = String::from("| bytes | meaning | event |\n|---|---|---|\n");
    while let Some(trace) = tracer.next_trace().expect("a stream") {
        let hex: Vec<String> = stream[trace.range].iter().map(|byte| format!("{byte:02x}")).collect();
        let event = String::from_utf8(trace.bytes).expect("text");
        let event = if event.is_empty() { String::new() } else { format!("`{}`", event.trim_end()) };
        writeln!(table, "| `{}` | {}: {} | {event} |", hex.join(" "), trace.kind, trace.detail)
            .expect("a string");
    }
    table
}

/// `TOKENWIRE_WRITE_EXAMPLE=1 cargo test -p tokenwire-chat --test worked` rewrites the example.
#[test]
fn the_worked_example_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/streams.md");
    let page = std::fs::read_to_string(path).expect("docs/streams.md");
    let (before, example) = page.split_once("<!-- worked -->\n").expect("a line <!-- worked -->");
    let (committed, after) = example.split_once("<!-- /worked -->").expect("a line <!-- /worked -->");
    let table = table();
    if std::env::var_os("TOKENWIRE_WRITE_EXAMPLE").is_some() {
        let page = format!("{before}<!-- worked -->\n{table}<!-- /worked -->{after}");
        return std::fs::write(path, page).expect("cannot write docs/streams.md");
    }
    assert_eq!(committed, table);
}
