//! A bench's arguments: `cargo bench -p tokenwire-bench --bench NAME -- [--quick] [--csv FILE] [--corpus FOLDER]`.

use std::path::PathBuf;

/// The arguments of a bench.
pub struct Arguments {
    /// Whether to run few rounds over few messages, as a smoke test.
    pub quick: bool,
    /// The file that figures are written to, besides standard output.
    pub csv: Option<PathBuf>,
    /// The folder that holds the corpora, `dev` and `train`.
    pub corpus: PathBuf,
}

impl Arguments {
    /// Reads the arguments of this process.
    pub fn read() -> Self {
        let mut read = Self { quick: false, csv: None, corpus: default_corpus() };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || PathBuf::from(arguments.next().unwrap());
            match argument.as_str() {
                "--quick" => read.quick = true,
                "--csv" => read.csv = Some(value()),
                "--corpus" => read.corpus = value(),
                "--bench" => {} // Cargo passes it.
                other => panic!("{other} is not --quick, --csv FILE or --corpus FOLDER"),
            }
        }
        read
    }

    /// The number of rounds to time.
    pub fn rounds(&self) -> usize {
        if self.quick { 5 } else { 61 }
    }
}

/// Returns `$TOKENWIRE_CORPUS`, or the folder beside the repository.
pub fn default_corpus() -> PathBuf {
    let default = || concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus").into();
    std::env::var_os("TOKENWIRE_CORPUS").map_or_else(default, PathBuf::from)
}
