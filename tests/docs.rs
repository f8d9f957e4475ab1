//! The documents are true: worked bytes are what the code writes, links lead somewhere, the README has its figures.
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

/// The rows of the table that begins with this header.
fn rows(header: &str) -> Vec<Vec<&'static str>> {
    let table = FORMAT.split_once(header).unwrap().1.lines().skip(2);
    let rows = table.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn worked_payloads_are_what_is_written() {
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
fn the_worked_text_has_these_bytes() {
    let payload = Codec::new(Encoding::O200kBase).encode_text("Hello world!").unwrap();
    assert_eq!(payload, bytes(rows("| ids | ranks |")[2][3]));
}

#[cfg(feature = "text")]
#[test]
fn the_worked_documents_have_these_bytes() {
    use tokenwire::{Coder, Document, DocumentWriter};
    let rows = rows("| coder | document |");
    assert_eq!(rows.len(), 5);
    for row in rows {
        // The last two need the feature zstd.
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
fn the_worked_streams_have_these_bytes() {
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

/// The registry against the page: each number names the table of its row and column, and there are no others.
#[test]
fn registered_tables_have_these_numbers() {
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

/// Every target of a Markdown link that is a path.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    targets.filter(|target| !target.contains("://")).filter_map(|target| target.split('#').next())
}

#[test]
fn links_lead_somewhere() {
    let pages = [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "docs/format.md",
        "docs/benchmarks.md",
        "docs/decisions.md",
        "docs/measurements.md",
        "mappings/README.md",
    ];
    let mut count = 0;
    for page in pages {
        let folder = root().join(page).parent().unwrap().to_owned();
        let text = fs::read_to_string(root().join(page)).unwrap();
        for link in links(&text).filter(|link| !link.is_empty()) {
            assert!(folder.join(link).exists(), "{page} links to {link}");
            count += 1;
        }
    }
    assert!(count > 10);
}

/// A page and the folders that it names files relative to.
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

/// The source files and scripts between backticks; names with a star or in capitals stand for several.
fn named_files(text: &str) -> impl Iterator<Item = &str> {
    let spans = text.split('`').skip(1).step_by(2).filter_map(|span| span.split_whitespace().next());
    let is_file = |name: &&str| [".rs", ".py", ".tsv"].iter().any(|extension| name.ends_with(extension));
    spans.filter(is_file).filter(|name| !name.contains('*') && !name.contains(char::is_uppercase))
}

#[test]
fn named_files_exist() {
    let mut count = 0;
    for (page, folders) in PAGES {
        let text = fs::read_to_string(root().join(page)).unwrap();
        for name in named_files(&text) {
            let found = folders.iter().any(|folder| root().join(folder).join(name).exists());
            assert!(found, "{page} names {name}");
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn the_readme_has_the_demos_figures() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let measured = fs::read_to_string(root().join("docs/measured/demo.txt")).unwrap();
    let (_, table) = measured.split_once("\n\n").unwrap();
    assert!(
        table.contains("prefix@chat-2026") && readme.contains(table),
        "run scripts/measure/measurements.py"
    );
}
