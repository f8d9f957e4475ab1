//! `stats`: the sizes equal those that the tests compute independently.

use crate::common::{fails, run};
use crate::samples::{HI, files, sample, stream};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use std::fs;
use std::io::Write;
use tokenwire::{Encoding, Table, Tokenizer};
use tokenwire_chat::Encoder;

/// Runs `stream stats --json` and returns its rows.
fn stats(args: &[&str], input: &[u8]) -> Vec<Value> {
    let json = stream(&[&["stats", "--json"], args].concat(), input);
    serde_json::from_slice(&json).unwrap()
}

/// Returns the JSON of each event.
fn values(source: &str) -> Vec<Value> {
    let lines = source.lines().filter_map(|line| line.strip_prefix("data:"));
    lines.filter_map(|line| serde_json::from_str(line.trim()).ok()).collect()
}

/// Returns the number of ids, and the size of their ranks as varints.
fn ids_bytes(ids: &[u32]) -> (usize, usize) {
    let table = Table::chat_2026(Encoding::O200kBase);
    let len = |id: &u32| match table.rank(*id).unwrap() {
        0..128 => 1,
        128..16_384 => 2,
        _ => 3,
    };
    (ids.len(), ids.iter().map(len).sum())
}

/// Returns the ids of the text of each event.
fn text_ids(source: &str) -> Vec<u32> {
    let values = values(source);
    let texts = values.iter().filter_map(|value| value["choices"][0]["delta"]["content"].as_str());
    texts.flat_map(|text| Tokenizer::new(Encoding::O200kBase).encode(text)).collect()
}

/// Returns the ids that the server sent.
fn server_ids(source: &str) -> Vec<u32> {
    let values = values(source);
    let lists = values.iter().filter_map(|value| value["choices"][0]["token_ids"].as_array());
    lists.flatten().map(|id| id.as_u64().unwrap().try_into().unwrap()).collect()
}

#[test]
fn the_ids_are_from_the_server_or_else_from_the_text_of_each_event() {
    for (name, ids) in [
        ("openai-chat.sse", text_ids as fn(&str) -> Vec<u32>),
        ("azure-chat.sse", text_ids),
        ("vllm-chat-foreign-ids.sse", text_ids),
        ("vllm-chat-token-ids.sse", server_ids),
        ("vllm-generate.sse", server_ids),
    ] {
        let source = fs::read_to_string(sample(name)).unwrap();
        let (tokens, bytes) = ids_bytes(&ids(&source));
        let row = &stats(&[&sample(name)], b"")[0];
        assert_eq!((&row["tokens"], &row["ids_bytes"]), (&tokens.into(), &bytes.into()), "{name}");
    }
}

#[test]
fn each_event_is_flushed_by_itself() {
    let name = sample("openai-chat-obfuscated.sse");
    let source = fs::read_to_string(&name).unwrap();
    let row = &stats(&[&name], b"")[0];
    // The compressed sizes are of events without padding.
    let bare: Vec<String> = source.split_inclusive("\n\n").map(without_padding).collect();
    let events: Vec<&str> = source.split_inclusive("\n\n").collect();
    assert_eq!(row["events"], events.len());
    assert_eq!(row["raw"], source.len());
    assert_eq!(row["file"], name);

    let (mut encoder, mut stream_bytes) = (Encoder::new(), Vec::new());
    let mut flushed = GzEncoder::new(Vec::new(), Compression::new(6));
    let mut zstd = zstd::Encoder::new(Vec::new(), 3).unwrap();
    for (event, bare) in events.iter().zip(&bare) {
        encoder.push(event.as_bytes(), &mut stream_bytes).unwrap();
        encoder.flush(&mut stream_bytes);
        flushed.write_all(bare.as_bytes()).unwrap();
        flushed.flush().unwrap();
        zstd.write_all(bare.as_bytes()).unwrap();
        zstd.flush().unwrap();
    }
    encoder.end(&mut stream_bytes).unwrap();
    let mut whole = GzEncoder::new(Vec::new(), Compression::new(9));
    whole.write_all(bare.concat().as_bytes()).unwrap();
    assert_eq!(row["bytes"], stream_bytes.len());
    let (gzip, zstd) = (flushed.finish().unwrap().len(), zstd.finish().unwrap().len());
    assert_eq!((&row["gzip_flushed"], &row["zstd_flushed"]), (&gzip.into(), &zstd.into()));
    for (share, size) in [("of_gzip", gzip), ("of_zstd", zstd)] {
        let difference = row[share].as_f64().unwrap() * size as f64 - stream_bytes.len() as f64;
        assert!(difference.abs() < 0.01, "{share}: {difference}");
    }
    assert_eq!(row["gzip_whole"], whole.finish().unwrap().len());
}

/// Returns an event with an empty string as the value of `obfuscation`.
fn without_padding(event: &str) -> String {
    const KEY: &str = "\"obfuscation\":\"";
    let Some((before, after)) = event.split_once(KEY) else { return event.into() };
    let (_, after) = after.split_once('"').unwrap();
    format!("{before}{KEY}\"{after}")
}

#[test]
fn every_sample_has_plausible_sizes() {
    let paths: Vec<String> = files().iter().map(|path| path.to_str().unwrap().to_owned()).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let rows = stats(&paths, b"");
    assert_eq!(rows.iter().map(|row| row["file"].as_str().unwrap()).collect::<Vec<_>>(), paths);
    for row in rows {
        let fields: Vec<&String> = row.as_object().unwrap().keys().collect();
        let expected = [
            "bytes",
            "events",
            "file",
            "gzip_flushed",
            "gzip_whole",
            "ids_bytes",
            "of_gzip",
            "of_zstd",
            "raw",
            "tokens",
            "zstd_flushed",
        ];
        assert_eq!(fields, expected);
        let size = |field: &str| row[field].as_u64().unwrap();
        assert!(size("ids_bytes") <= 3 * size("tokens") && size("events") <= size("raw"), "{row}");
        assert!(size("bytes") <= size("raw") + 16, "{row}");
    }
}

#[test]
fn a_long_event_counts_as_one_event() {
    let long = format!("data: {}\n\ndata: end\n\n", "x".repeat(3 << 20));
    let row = &stats(&["-"], long.as_bytes())[0];
    assert_eq!((&row["events"], &row["file"]), (&2.into(), &"-".into()));
    assert_eq!(
        stats(&["-"], &HI.as_bytes()[..HI.len() - 1])[0]["events"],
        3,
        "an incomplete last event counts"
    );
    assert_eq!(stats(&["-"], b"")[0]["events"], 0);
}

#[test]
fn the_table_has_one_row_per_file_and_a_total() {
    let (one, other) = (sample("azure-chat.sse"), sample("ollama-native.ndjson"));
    let table = String::from_utf8(stream(&["stats", &one, &other], b"")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    let json = stats(&[&one, &other], b"");
    let size = |row: &Value, field: &str| row[field].as_u64().unwrap();
    for (row, value) in rows[2..4].iter().zip(&json) {
        assert_eq!(row[0], value["file"].as_str().unwrap());
        for (cell, field) in [(1, "tokens"), (2, "events"), (3, "bytes"), (9, "ids_bytes"), (10, "raw")] {
            assert_eq!(row[cell], size(value, field).to_string(), "{table}");
        }
        let bytes_per_token = size(value, "bytes") as f64 / size(value, "tokens") as f64;
        assert_eq!(row[4], format!("{bytes_per_token:.2}"));
        let of = |field| size(value, "bytes") as f64 / size(value, field) as f64;
        let shares = [of("gzip_flushed"), of("zstd_flushed")].map(|share| format!("{:.0}", 100.0 * share));
        assert_eq!(row[5..9], [&shares[0], "%", &shares[1], "%"]);
    }
    assert_eq!(rows[4][..2], ["total", &(size(&json[0], "tokens") + size(&json[1], "tokens")).to_string()]);
    assert_eq!(rows[5][..3], ["bytes", "per", "token"]);
    assert!(!String::from_utf8(stream(&["stats", &one], b"")).unwrap().contains("total"));
}

#[test]
fn the_flags_select_encoding_and_table() {
    let name = sample("openai-chat.sse");
    let ids_bytes = |args: &[&str]| stats(&[args, &[&name]].concat(), b"")[0]["ids_bytes"].as_u64().unwrap();
    let default = ids_bytes(&[]);
    assert_eq!(ids_bytes(&["--encoding", "o200k_base"]), default);
    assert_ne!(ids_bytes(&["--encoding", "gpt2"]), default);
    assert_eq!(
        ids_bytes(&["--model", "gpt-4"]),
        ids_bytes(&["--encoding", "cl100k_base", "--coder", "varint"])
    );
    assert_ne!(ids_bytes(&["--encoding", "o200k_base", "--table", "tacc-0.1.0"]), default);
}

#[test]
fn rejects_unreadable_files_and_streams() {
    fails(&["stream", "stats", "no such file"], b"", 1, "no such file: ");
    fails(&["stream", "stats", env!("CARGO_MANIFEST_DIR")], b"", 1, env!("CARGO_MANIFEST_DIR"));
    let encoded = run(&["stream", "encode"], HI.as_bytes()).stdout;
    fails(
        &["stream", "stats", "-"],
        &encoded,
        1,
        "the file is already a stream; pass the events that `tokenwire stream decode` writes",
    );
}
