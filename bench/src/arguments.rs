//! The command-line arguments of a bench: `cargo bench -p tokenwire-bench --bench NAME -- [--quick] [--csv FILE]
//! [--corpus FOLDER]`.

use std::path::PathBuf;

/// The arguments of a bench.
pub struct Arguments {
    /// Whether to run few rounds with few messages, as a smoke test.
    pub quick: bool,
    /// The CSV file to write, in addition to standard output.
    pub csv: Option<PathBuf>,
    /// The folder with the corpora, in the subfolders `dev` and `train`.
    pub corpus: PathBuf,
}

impl Arguments {
    /// Parses the arguments of this process.
    pub fn read() -> Self {
        let mut parsed = Self { quick: false, csv: None, corpus: default_corpus() };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || PathBuf::from(arguments.next().unwrap());
            match argument.as_str() {
                "--quick" => parsed.quick = true,
                "--csv" => parsed.csv = Some(value()),
                "--corpus" => parsed.corpus = value(),
                "--bench" => {} // Cargo adds this argument.
                other => panic!("unknown argument {other}; expected --quick, --csv FILE or --corpus FOLDER"),
            }
        }
        parsed
    }

    /// Returns the number of rounds to time.
    pub fn rounds(&self) -> usize {
        if self.quick { 5 } else { 61 }
    }
}

/// Returns `$TOKENWIRE_CORPUS`, or the default folder next to the repository.
pub fn default_corpus() -> PathBuf {
    let default = || concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus").into();
    std::env::var_os("TOKENWIRE_CORPUS").map_or_else(default, PathBuf::from)
}
