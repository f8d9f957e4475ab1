//! The checks of the build script. An invalid file fails the build with a message that has the file and line.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, dead_code, missing_docs)]

#[path = "../build/encodings.rs"]
mod encodings;
#[path = "../build/manifest.rs"]
mod manifest;
#[path = "../build/models.rs"]
mod models;
#[path = "../build/vocab.rs"]
mod vocab;

use encodings::Encoding;
use manifest::{Error, Manifest};
use sha2::{Digest, Sha256};
use std::{fs, path::Path};
use tempfile::TempDir;

fn o200k_base() -> [Encoding; 1] {
    [Encoding { name: "o200k_base".into(), ..Encoding::default() }]
}

/// Returns a mappings folder with one file, and a manifest with the file's correct hash.
fn folder(name: &str, contents: &str, entries: usize, ids_below: u32) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, contents).unwrap();
    let sha256: String = Sha256::digest(contents).iter().map(|byte| format!("{byte:02x}")).collect();
    let line = format!("# columns\n{name}\t{sha256}\t{entries}\t{entries}\t{ids_below}\tMIT\ta test\n");
    fs::write(folder.path().join("manifest.tsv"), line).unwrap();
    folder
}

fn read(folder: &Path) -> Result<Manifest, Error> {
    Manifest::read(folder.to_str().unwrap())
}

fn vocab_error(contents: &str, entries: usize) -> Error {
    let folder = folder("x.tiktoken", contents, entries, 10);
    vocab::image(&read(folder.path()).unwrap(), &["x.tiktoken"]).unwrap_err()
}

#[test]
fn a_valid_vocabulary_becomes_an_image() {
    let folder = folder("x.tiktoken", "YQ== 0\nYg== 1\nYWI= 3\n", 3, 10);
    let image = vocab::image(&read(folder.path()).unwrap(), &["x.tiktoken"]).unwrap();
    assert!(image.starts_with(b"TWV1") && image.ends_with(b"abab"));
}

#[test]
fn rejects_a_malformed_vocabulary_with_the_line() {
    for (contents, entries, message) in [
        ("YQ== 0\nYg== 10\n", 2, "x.tiktoken:2: id 10 is not below 10"),
        ("YQ== 0\nYg== 0\n", 2, "x.tiktoken:2: id 0 is listed twice"),
        ("YQ== 0\nYQ== 1\n", 2, "x.tiktoken:2: id 0 has these bytes already"),
        ("YQ== 0\nY!== 1\n", 2, "x.tiktoken:2: Invalid"),
        ("YQ== 0\nYg==\n", 2, "x.tiktoken:2: expected 2 columns, found 1"),
        ("YQ== zero\n", 1, "x.tiktoken:1: `zero` is not an id"),
        (" 0\n", 1, "x.tiktoken:1: a token has at least one byte"),
        ("YQ== 0\n", 2, "manifest.tsv:2: "),
    ] {
        let found = vocab_error(contents, entries);
        assert!(found.contains(message), "{found:?} for {message:?}");
    }
}

#[test]
fn rejects_files_that_differ_from_the_manifest_or_are_missing_from_it() {
    let folder = folder("x.tiktoken", "YQ== 0\n", 1, 10);
    fs::write(folder.path().join("x.tiktoken"), "Yg== 0\n").unwrap();
    let manifest = read(folder.path()).unwrap();
    let changed = vocab::image(&manifest, &["x.tiktoken"]).unwrap_err();
    assert!(
        changed.contains("x.tiktoken: sha256 is ") && changed.contains("manifest.tsv:2 has "),
        "{changed}"
    );
    let unlisted = vocab::image(&manifest, &["y.tiktoken"]).unwrap_err();
    assert!(unlisted.ends_with("manifest.tsv: no line for y.tiktoken"), "{unlisted}");
}

#[test]
fn rejects_a_malformed_manifest_with_the_line() {
    let folder = folder("x.tiktoken", "", 0, 10);
    fs::write(folder.path().join("manifest.tsv"), "# columns\nx.tiktoken\tabc\n").unwrap();
    let message = read(folder.path()).err().unwrap();
    assert!(message.contains("manifest.tsv:2: expected path, sha256"), "{message}");
    fs::write(folder.path().join("manifest.tsv"), "x\t0\t1\t1\t-\tMIT\tit\n".repeat(2)).unwrap();
    let message = read(folder.path()).err().unwrap();
    assert!(message.contains("manifest.tsv:2: this file is listed twice"), "{message}");
}

#[test]
fn rejects_model_names_of_unknown_kinds() {
    let folder = folder("models.tsv", "exact\tgpt-x\to200k_base\nlike\tgpt-y\to200k_base\n", 2, 1);
    let message = models::source(&read(folder.path()).unwrap(), &o200k_base()).unwrap_err();
    assert!(message.contains("models.tsv:2: `like` is neither `exact` nor `prefix`"), "{message}");
}

#[test]
fn rejects_invalid_model_names_with_the_line() {
    for (contents, message) in [
        (
            "exact\tgpt-x\to200k_base\nexact\tgpt-x\to200k_base\n",
            "models.tsv:2: `gpt-x` is already on line 1",
        ),
        ("exact\tgpt-x\to200k_base\nexact\tgpt-y\to200k\n", "models.tsv:2: no encoding `o200k`"),
    ] {
        let folder = folder("models.tsv", contents, 2, 1);
        let found = models::source(&read(folder.path()).unwrap(), &o200k_base()).unwrap_err();
        assert!(found.contains(message), "{found}");
    }
}

#[test]
fn rejects_invalid_encodings_with_the_line() {
    for (contents, message) in [
        ("x\tsize\t7\nx\t7\t<|x|>\n", "encodings.tsv:2: id 7 is not below 7, the size"),
        ("x\t6\t<|x|>\nx\tsize\t7\n", "encodings.tsv:1: id 6 is not below 0, the size"),
        ("x\tsize\t7\nx\tsize\tseven\n", "encodings.tsv:2: `seven` is not an id"),
        ("x\t4\t<|x|>\nx\tsize\t7\n", "encodings.tsv:1: id 4 is not below 0, the size"),
        ("x\tsize\t7\nx\tname\t<|x|>\n", "encodings.tsv:2: `name` is not an id"),
        ("x\tabout\tit\nx\tabout\tit\n", "encodings.tsv:2: `it` is already on line 1"),
    ] {
        let folder = folder("encodings.tsv", contents, 2, 1);
        let found = encodings::read(&read(folder.path()).unwrap()).err().unwrap();
        assert!(found.contains(message), "{found}");
    }
}

#[test]
fn encodings_become_rust_source() {
    let contents = "x_base\tabout\tA test.\nx_base\tvocabulary\tx\nx_base\tsize\t7\nx_base\t6\t<|b|>\nx_base\t6\t<|a|>\n";
    let folder = folder("encodings.tsv", contents, 5, 1);
    let encodings = encodings::read(&read(folder.path()).unwrap()).unwrap();
    assert!(encodings::list(&encodings).contains("\"A test.\" XBase \"x_base\" 7 X \"x\""));
    let specials = encodings::specials(&encodings);
    assert!(specials.contains("LONGEST: usize = 5") && specials.contains("[(6, \"<|b|>\")]"));
    assert!(specials.contains("[(\"<|a|>\", 6), (\"<|b|>\", 6)]"));
}
