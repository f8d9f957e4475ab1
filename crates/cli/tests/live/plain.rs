//! `demo --live` with a pipe instead of a terminal.

use crate::common::{fails, run, stderr};
use serde_json::Value;

/// Returns the text of the sample, from its JSON form.
pub(crate) fn text() -> String {
    let response: Value =
        serde_json::from_str(include_str!("../../../../examples/streams/openai-chat.json")).unwrap();
    response["choices"][0]["message"]["content"].as_str().unwrap().to_owned()
}

#[test]
fn prints_the_text_and_then_the_table() {
    let output = run(&["demo", "--live", "--rate", "0"], b"");
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    let stdout = String::from_utf8(output.stdout).unwrap();
    let (before, after) =
        stdout.split_once(&text()).unwrap_or_else(|| panic!("the output lacks the text: {stdout}"));
    assert!(before.contains("recorded") && after.contains("token stream"), "{stdout}");
    assert!(!stdout.contains('\u{1b}'), "{stdout:?}");
    assert!(after.contains("tokenwire serve --upstream http://127.0.0.1:8000"), "{after}");
}

#[test]
fn json_contains_the_sizes() {
    let output = run(&["demo", "--live", "--rate", "1000", "--json"], b"");
    assert!(output.status.success(), "{}", stderr(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let bytes = |form: usize| number(&report["forms"][form]["bytes"]);
    let (sse, gzip, stream) = (bytes(0), bytes(1), bytes(2));
    assert_eq!(
        sse,
        include_bytes!("../../../../examples/streams/openai-chat.sse").len(),
        "the relay counts the bytes of the sample"
    );
    assert!(stream < gzip && gzip < sse, "{report}");
    assert_eq!((&report["lossless"], &report["forms"][2]["name"]), (&true.into(), &"token stream".into()));
    let tokens = report["tokens"].as_u64().unwrap() as f64;
    let bytes_per_token = report["forms"][2]["bytes_per_token"].as_f64().unwrap();
    assert!((bytes_per_token - stream as f64 / tokens).abs() < 1e-9 && bytes_per_token < 6.0, "{report}");
    assert!(number(&report["http1_bytes"][1]) > stream, "{report}");
}

#[test]
fn rejects_invalid_options() {
    fails(&["demo", "--rate", "5"], b"", 2, "--live");
    fails(&["demo", "--live", "--rate=-1"], b"", 2, "--rate");
    fails(&["demo", "--live", "--encoding", "cl100k_base"], b"", 2, "--encoding");
}
