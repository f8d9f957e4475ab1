//! Converts the files in `mappings/` to compile-time tables in `OUT_DIR`.
//!
//! Every file is first checked against `mappings/manifest.tsv`. An error fails the build and names the file and line.
//!
//! | output | source | included by |
//! |---|---|---|
//! | `RELEASE/NAME.table` | a counts file (the image is packed if `compact` is enabled) | `src/image/built_in.rs` |
//! | `NAME.vocab` | token bytes | `src/vocab/builtin.rs` |
//! | `unicode.classes` | `unicode-16.0.0.tsv` | `src/vocab/tokenizer/class.rs` |
//! | `encodings.rs` | `encodings.tsv` | `src/encoding.rs` |
//! | `models.rs` | `models.tsv` | `src/encoding.rs` |
//! | `specials.rs` | `encodings.tsv` | `src/vocab/special.rs` |

#[path = "build/classes.rs"]
mod classes;
#[path = "build/encodings.rs"]
mod encodings;
#[path = "build/manifest.rs"]
mod manifest;
#[path = "build/models.rs"]
mod models;
#[path = "build/vocab.rs"]
mod vocab;

// These modules are shared with the library, so that built-in and custom tables are parsed and laid out in the
// same way.
#[path = "src/coder"]
mod coder {
    #[allow(dead_code, unreachable_pub)]
    pub(crate) mod numbers;
    #[path = "prefix"]
    pub(crate) mod prefix {
        #[allow(dead_code, unreachable_pub)]
        pub(crate) mod lengths;
        #[allow(dead_code, unreachable_pub)]
        pub(crate) mod symbol_runs;
    }
}
#[path = "src/image"]
mod image {
    #[allow(dead_code, unreachable_pub)]
    pub(crate) mod layout;
    #[allow(dead_code, unreachable_pub)]
    pub(crate) mod packed;
}
#[path = "src/counts.rs"]
#[allow(dead_code, unreachable_pub)]
mod counts;

use encodings::Encoding;
use manifest::{Error, Manifest};
use std::{collections::BTreeMap, env, fs, path::PathBuf, process::ExitCode};

/// A vocabulary: its feature, and the name and source files of its image. Later files continue earlier ones.
struct Vocabulary {
    feature: &'static str,
    image: (&'static str, &'static [&'static str]),
}

const R50K: (&str, &[&str]) = ("r50k", &["vocab/r50k_base.tiktoken", "vocab/p50k_base.extra.tiktoken"]);

const VOCABULARIES: [Vocabulary; 4] = [
    Vocabulary { feature: "cl100k", image: ("cl100k", &["vocab/cl100k_base.tiktoken"]) },
    Vocabulary { feature: "o200k", image: ("o200k", &["vocab/o200k_base.tiktoken"]) },
    Vocabulary { feature: "p50k", image: R50K },
    Vocabulary { feature: "r50k", image: R50K },
];

const RELEASES: [&str; 2] = ["tacc-0.1.0", "chat-2026"];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=mappings");
    println!("cargo::rerun-if-changed=build");
    for shared in [
        "coder/numbers.rs",
        "coder/prefix/lengths.rs",
        "coder/prefix/symbol_runs.rs",
        "image/layout.rs",
        "image/packed.rs",
        "counts.rs",
    ] {
        println!("cargo::rerun-if-changed=src/{shared}");
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error={error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Error> {
    let manifest = Manifest::read("mappings")?;
    let encodings = encodings::read(&manifest)?;
    let vocabularies: Vec<&Vocabulary> =
        VOCABULARIES.iter().filter(|vocabulary| enabled(vocabulary.feature)).collect();
    for (release, vocabulary) in RELEASES.iter().flat_map(|r| vocabularies.iter().map(move |v| (r, v))) {
        let name = format!("{release}/{}", vocabulary.feature);
        let largest = largest(&encodings, vocabulary.feature);
        write(&format!("{name}.table"), &table_image(&manifest, &name, largest)?)?;
    }
    // Two vocabularies may share an image. It is written once.
    let images: BTreeMap<_, _> = vocabularies.iter().map(|vocabulary| vocabulary.image).collect();
    for (name, files) in images {
        write(&format!("{name}.vocab"), &vocab::image(&manifest, files)?)?;
    }
    write("unicode.classes", &classes::image(&manifest)?)?;
    write("encodings.rs", encodings::list(&encodings).as_bytes())?;
    write("models.rs", models::source(&manifest, &encodings)?.as_bytes())?;
    write("specials.rs", encodings::specials(&encodings).as_bytes())
}

/// Returns the size of the largest encoding of a vocabulary.
fn largest(encodings: &[Encoding], vocabulary: &str) -> u32 {
    let sizes = encodings.iter().filter(|encoding| encoding.vocabulary == vocabulary);
    sizes.map(|encoding| encoding.size).max().unwrap_or(0)
}

/// Builds the image of a table from its counts file.
fn table_image(manifest: &Manifest, name: &str, largest: u32) -> Result<Vec<u8>, Error> {
    let file = manifest.file(&format!("{name}.tsv"))?;
    let counts = counts::parse(&file.bytes, u32::MAX).map_err(|bad| file.error(bad.line, &bad.reason))?;
    if counts.size != largest {
        return Err(file.error(
            1,
            &format!("vocabulary size is {}, but the largest encoding has {largest}", counts.size),
        ));
    }
    // A smaller encoding uses the first ranks of the same table. This works because unlisted ids have the last
    // ranks in id order, and no id outside the smaller encoding is listed.
    for (line, &(id, _)) in (2..).zip(&counts.listed) {
        file.check_id(line, id)?;
    }
    file.check_totals(counts.listed.len(), counts.listed.iter().map(|&(_, weight)| weight).sum())?;
    let image = image::layout::build(&counts);
    Ok(if enabled("compact") { image::packed::pack(&image) } else { image })
}

/// Returns whether a Cargo feature is enabled.
fn enabled(feature: &str) -> bool {
    env::var_os(format!("CARGO_FEATURE_{}", feature.to_uppercase())).is_some()
}

/// Writes a file in `OUT_DIR`.
fn write(name: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join(name);
    let folder = path.parent().unwrap_or(&path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, bytes))
        .map_err(|error| format!("{}: {error}", path.display()))
}
