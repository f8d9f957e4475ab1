//! Compares the documentation with the code: worked examples, registered numbers, links, file names and figures.
#![cfg(feature = "o200k")]
#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

use std::{fs, path::Path};
use tokenwire::{Codec, Encoding};

const FORMAT: &str = include_str!("../docs/format.md");

fn numbers<T: std::str::FromStr<Err: std::fmt::Debug>>(cell: &str) -> Vec<T> {
    cell.split_whitespace().map(|number| number.parse().unwrap()).collect()
}

fn bytes(cell: &str) -> Vec<u8> {
    let hex = cell.trim_matches([' ', '`']).split(' ');
    hex.map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

/// Returns the rows of the table of `docs/format.md` with this header.
fn rows(header: &str) -> Vec<Vec<&'static str>> {
    let table = FORMAT.split_once(header).unwrap().1.lines().skip(2);
    let rows = table.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn worked_payloads_match_the_codec() {
    let codec = Codec::new(Encoding::O200kBase);
    let rows = rows("| ids | ranks | mapped ids | payload |");
    assert_eq!(rows.len(), 4);
    for row in rows {
        let (ids, payload) = (numbers::<u32>(row[0]), bytes(row[3]));
        let ranks: Vec<u32> = ids.iter().map(|&id| codec.table().rank(id).unwrap()).collect();
        assert_eq!(codec.encode(&ids).unwrap(), payload, "{row:?}");
        assert_eq!(ranks, numbers::<u32>(row[1]));
        assert_eq!(codec.decode_mapped(&payload).unwrap(), numbers::<i32>(row[2]));
    }
    assert_eq!(codec.encode_raw(&[290, 11, 0]).unwrap(), bytes("`19 35 c4 04 16 00 00`"));
    assert!(FORMAT.contains("`19 35 c4 04 16 00 00`"));
}

#[cfg(feature = "text")]
#[test]
fn the_worked_text_matches_the_codec() {
    let payload = Codec::new(Encoding::O200kBase).encode_text("Hello world!").unwrap();
    assert_eq!(payload, bytes(rows("| ids | ranks |")[2][3]));
}

#[cfg(feature = "text")]
#[test]
fn worked_documents_match_the_writer_and_the_reader() {
    use tokenwire::{Coder, Document, DocumentWriter};
    let rows = rows("| coder | document |");
    assert_eq!(rows.len(), 5);
    for row in rows {
        // Two of the coders need the feature `zstd`.
        let Some(coder) = Coder::ALL.iter().find(|coder| coder.name() == row[0]) else {
            assert!(["zstd", "hybrid"].contains(&row[0]) && Document::open(&bytes(row[1])).is_err());
            continue;
        };
        let writer = DocumentWriter::new(Encoding::O200kBase).with_coder(*coder);
        let (written, read) = (writer.encode_text("Hello world!").unwrap(), bytes(row[1]));
        assert!(written == read || ["zstd", "hybrid"].contains(&row[0]), "{row:?}");
        let document = Document::open(&read).unwrap();
        assert_eq!((document.coder(), document.decode_text().as_deref()), (*coder, Ok("Hello world!")));
    }
}

#[test]
fn worked_streams_match_the_writer_and_the_reader() {
    use tokenwire::{StreamCoder, StreamReader, StreamWriter};
    let rows = rows("| coder | stream |");
    assert_eq!(rows.len(), 2);
    for row in rows {
        let coder = StreamCoder::ALL.iter().copied().find(|coder| coder.name() == row[0]).unwrap();
        let mut writer = StreamWriter::new(Encoding::O200kBase).with_coder(coder);
        let (mut written, mut ids) = (Vec::new(), Vec::new());
        writer.token(13225, &mut written).unwrap();
        writer.flush(&mut written);
        writer.tokens(&[2375, 0], &mut written).unwrap();
        writer.end(&mut written);
        assert_eq!(written, bytes(row[1]), "{row:?}");
        let mut reader = StreamReader::new();
        reader.push(&written);
        assert_eq!((reader.tokens(&mut ids), ids), (Ok(true), vec![13225, 2375, 0]));
    }
}

/// Each number on the page identifies the table of its row and column, and no other number identifies a table.
#[test]
fn the_registered_numbers_match_the_registry() {
    use tokenwire::{Error, Table};
    let header =
        "| table | cl100k_base | o200k_base | o200k_harmony | p50k_base | p50k_edit | r50k_base, gpt2 |";
    let encodings: Vec<&str> = header
        .trim_matches('|')
        .split('|')
        .skip(1)
        .map(|name| name.split(',').next().unwrap().trim())
        .collect();
    let mut numbers = Vec::new();
    for row in rows(header) {
        for (encoding, number) in encodings.iter().zip(numbers_of(&row[1..])) {
            numbers.push(number);
            let Ok(encoding) = encoding.parse::<Encoding>() else { continue };
            let table = Table::from_number(number).unwrap();
            assert_eq!((table.number(), table.encoding()), (Some(number), Some(encoding)));
            assert!(table.name().starts_with(row[0].trim_matches('`')), "{row:?}");
        }
    }
    assert!(numbers.len() >= 12 && numbers.is_sorted());
    for number in (0..=255).filter(|number| !numbers.contains(number)) {
        assert!(matches!(Table::from_number(number), Err(Error::Unsupported { .. })), "{number}");
    }
}

fn numbers_of(cells: &[&str]) -> Vec<u8> {
    cells.iter().map(|cell| cell.parse().unwrap()).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Returns the path and the anchor of every Markdown link within the repository. Either can be empty.
fn links(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    targets
        .filter(|target| !target.contains("://"))
        .map(|target| target.split_once('#').unwrap_or((target, "")))
}

/// Returns whether a page has a heading with this anchor: its words in lower case, joined by hyphens.
fn has_anchor(page: &str, anchor: &str) -> bool {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let words = headings.map(|line| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-"));
    let mut anchors =
        words.map(|words| words.replace(|c: char| !c.is_alphanumeric() && c != '-' && c != '_', ""));
    anchors.any(|other| other == anchor)
}

#[test]
fn links_lead_to_existing_files_and_headings() {
    let pages = [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "docs/format.md",
        "docs/benchmarks.md",
        "docs/decisions.md",
        "docs/gateway.md",
        "docs/measurements.md",
        "docs/security.md",
        "docs/streams.md",
        "mappings/README.md",
    ];
    let mut count = 0;
    for page in pages {
        let folder = root().join(page).parent().unwrap().to_owned();
        let text = read(page);
        for (path, anchor) in links(&text) {
            let target = if path.is_empty() { root().join(page) } else { folder.join(path) };
            assert!(target.exists(), "{page} links to {path}, which does not exist");
            let found = anchor.is_empty() || has_anchor(&fs::read_to_string(target).unwrap(), anchor);
            assert!(found, "{page} links to {path}#{anchor}, but there is no such heading");
            count += 1;
        }
    }
    assert!(count > 10, "only {count} links were found");
}

/// Each page, and the folders to which its file names are relative.
const PAGES: [(&str, &[&str]); 10] = [
    ("README.md", &["."]),
    ("CHANGELOG.md", &["."]),
    ("CONTRIBUTING.md", &[".", "src", "src/stream", "scripts/measure", "bindings/python/python/tokenwire"]),
    ("docs/benchmarks.md", &["."]),
    ("docs/decisions.md", &[".", "src/vocab/tokenizer"]),
    ("docs/format.md", &["."]),
    ("docs/gateway.md", &["."]),
    ("docs/measurements.md", &["."]),
    ("docs/security.md", &["."]),
    ("docs/streams.md", &[".", "crates/chat/src"]),
];

/// Returns the names of source files and scripts between backticks. Names with a star or capitals are placeholders.
fn named_files(text: &str) -> impl Iterator<Item = &str> {
    let spans = text.split('`').skip(1).step_by(2).filter_map(|span| span.split_whitespace().next());
    let is_file = |name: &&str| [".rs", ".py", ".tsv"].iter().any(|extension| name.ends_with(extension));
    spans.filter(is_file).filter(|name| !name.contains('*') && !name.contains(char::is_uppercase))
}

#[test]
fn files_named_on_a_page_exist() {
    let mut count = 0;
    for (page, folders) in PAGES {
        let text = read(page);
        for name in named_files(&text) {
            let found = folders.iter().any(|folder| root().join(folder).join(name).exists());
            assert!(found, "{page} names {name}, which does not exist");
            count += 1;
        }
    }
    assert!(count > 40, "only {count} names were found");
}

#[test]
fn the_measurements_page_contains_the_output_of_the_demo() {
    let (page, output) = (read("docs/measurements.md"), read("docs/measured/demo.txt"));
    let (_, table) = output.split_once("\n\n").unwrap();
    assert!(
        table.contains("prefix@chat-2026") && page.contains(table),
        "docs/measurements.md differs from docs/measured/demo.txt: run scripts/measure/measurements.py"
    );
}

#[test]
fn the_readme_contains_the_output_of_the_live_demo() {
    let (page, output) = (read("README.md"), read("docs/measured/live.txt"));
    let start = output.find("response bodies").unwrap();
    let end = output.find("\n\nPut it in front").unwrap();
    assert!(
        page.contains(&output[start..end]),
        "README.md differs from docs/measured/live.txt: run scripts/measure/gateway.py"
    );
}

/// Returns the last cells of each stream's row: bytes per token of its events and of its stream, and the stream's share
/// of both compressors.
fn measured_sizes(csv: &str) -> Vec<(String, String)> {
    let mut records = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let columns = records.next().unwrap();
    let cells = |record: Vec<&str>| {
        let size = |name: &str| {
            let at = columns.iter().position(|column| *column == name).unwrap();
            record[at].parse::<f64>().unwrap()
        };
        let per_token = |name| format!("{:.2}", size(name) / size("tokens"));
        let share = |name| format!("{:.0} %", 100.0 * size("bytes") / size(name));
        let cells = [per_token("raw"), per_token("bytes"), share("gzip_flushed"), share("zstd_flushed")];
        (record[0].to_owned(), format!("| {} |", cells.join(" | ")))
    };
    records.map(cells).collect()
}

#[test]
fn the_readme_states_the_measured_sizes_of_streams() {
    let page = read("README.md");
    let mut count = 0;
    for csv in ["docs/measured/streams.csv", "docs/measured/agents.csv"] {
        for (file, sizes) in measured_sizes(&read(csv)) {
            if let Some(row) = page.lines().find(|line| line.contains(&format!("| `{file}` |"))) {
                assert!(row.ends_with(&sizes), "README.md says {row}, but measured were {sizes}");
                count += 1;
            }
        }
    }
    assert_eq!(count, 8, "rows of the README's table of streams");
}
