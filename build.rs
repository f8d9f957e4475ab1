//! mappings/ -> compile-time tables in `OUT_DIR`.
//!
//! Every file is checked against `mappings/manifest.tsv` first; what is wrong fails the build with file and line.
//!
//! | written | from | read by |
//! |---|---|---|
//! | `RELEASE/NAME.table` | a counts file; packed with the feature `compact` | `src/image/built_in.rs` |
//! | `NAME.vocab` | token bytes | `src/vocab/builtin.rs` |
//! | `encodings.rs`, `models.rs` | names | `src/encoding.rs` |
//! | `specials.rs` | special tokens | `src/vocab/special.rs` |

#[path = "build/manifest.rs"]
mod manifest;
#[path = "build/names.rs"]
mod names;
#[path = "build/vocab.rs"]
mod vocab;

// Shared with the library, so that built-in and custom tables are read and laid out alike.
#[path = "src/coder"]
mod coder {
    #[path = "prefix"]
    pub(crate) mod prefix {
        #[allow(dead_code, unreachable_pub)]
        pub(crate) mod lengths;
        #[allow(dead_code, unreachable_pub)]
        pub(crate) mod second;
    }
    #[path = "thrift"]
    pub(crate) mod thrift {
        #[allow(dead_code, unreachable_pub)]
        pub(crate) mod symbol;
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

use manifest::Manifest;
use names::Encoding;
use std::{collections::BTreeMap, env, fs, path::PathBuf, process::ExitCode};

/// What is wrong, beginning with `file:line`.
type Problem = String;

/// A feature of the crate, the encodings that it brings, and the files of the vocabulary that they share.
/// A vocabulary's later files go on where the earlier ones end.
struct Family {
    feature: &'static str,
    /// By size, the smallest first.
    encodings: &'static [Encoding],
    vocab: (&'static str, &'static [&'static str]),
}

const R50K: (&str, &[&str]) = ("r50k", &["vocab/r50k_base.tiktoken", "vocab/p50k_base.extra.tiktoken"]);

const FAMILIES: [Family; 4] = [
    Family {
        feature: "cl100k",
        encodings: &[("cl100k_base", 100_277)],
        vocab: ("cl100k", &["vocab/cl100k_base.tiktoken"]),
    },
    Family {
        feature: "o200k",
        encodings: &[("o200k_base", 200_019), ("o200k_harmony", 201_088)],
        vocab: ("o200k", &["vocab/o200k_base.tiktoken"]),
    },
    Family { feature: "p50k", encodings: &[("p50k_base", 50_281), ("p50k_edit", 50_284)], vocab: R50K },
    Family { feature: "r50k", encodings: &[("gpt2", 50_257), ("r50k_base", 50_257)], vocab: R50K },
];

const RELEASES: [&str; 2] = ["tacc-0.1.0", "chat-2026"];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=mappings");
    println!("cargo::rerun-if-changed=build");
    for shared in [
        "coder/prefix/lengths.rs",
        "coder/prefix/second.rs",
        "coder/thrift/symbol.rs",
        "image/layout.rs",
        "image/packed.rs",
        "counts.rs",
    ] {
        println!("cargo::rerun-if-changed=src/{shared}");
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("cargo::error={problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Problem> {
    let manifest = Manifest::read("mappings")?;
    let families: Vec<&Family> = FAMILIES.iter().filter(|family| enabled(family.feature)).collect();
    for (release, family) in RELEASES.iter().flat_map(|release| families.iter().map(move |f| (release, f))) {
        let name = format!("{release}/{}", family.feature);
        write(&format!("{name}.table"), &table_image(&manifest, &name, family)?)?;
    }
    // Two families may share one.
    let vocabs: BTreeMap<_, _> = families.iter().map(|family| family.vocab).collect();
    for (name, files) in vocabs {
        write(&format!("{name}.vocab"), &vocab::image(&manifest, files)?)?;
    }
    let all: Vec<Encoding> = FAMILIES.iter().flat_map(|family| family.encodings).copied().collect();
    let enabled: Vec<Encoding> = families.iter().flat_map(|family| family.encodings).copied().collect();
    write("encodings.rs", names::encodings(&enabled).as_bytes())?;
    write("models.rs", names::models(&manifest, &all)?.as_bytes())?;
    write("specials.rs", names::specials(&manifest, &all, &enabled)?.as_bytes())
}

fn table_image(manifest: &Manifest, name: &str, family: &Family) -> Result<Vec<u8>, Problem> {
    let file = manifest.file(&format!("{name}.tsv"))?;
    let counts = counts::parse(&file.bytes, u32::MAX).map_err(|bad| file.problem(bad.line, &bad.reason))?;
    let largest = family.encodings.last().map_or(0, |&(_, size)| size);
    if counts.size != largest {
        return Err(file.problem(
            1,
            &format!("vocabulary size {} is not {largest}, the largest encoding's", counts.size),
        ));
    }
    // Unlisted ids follow in id order, so a smaller vocabulary's ranks are a prefix, if no id beyond it is listed.
    for (line, &(id, _)) in (2..).zip(&counts.listed) {
        file.check_id(line, id)?;
    }
    file.check_totals(counts.listed.len(), counts.listed.iter().map(|&(_, weight)| weight).sum())?;
    let image = image::layout::build(&counts);
    Ok(if enabled("compact") { image::packed::pack(&image) } else { image })
}

fn enabled(feature: &str) -> bool {
    env::var_os(format!("CARGO_FEATURE_{}", feature.to_uppercase())).is_some()
}

fn write(name: &str, bytes: &[u8]) -> Result<(), Problem> {
    let path = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join(name);
    let folder = path.parent().unwrap_or(&path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, bytes))
        .map_err(|error| format!("{}: {error}", path.display()))
}
