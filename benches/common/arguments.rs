//! What a bench is told: `cargo bench --bench NAME -- [--quick] [--csv FILE] [--corpus FOLDER]`.

use std::path::PathBuf;

pub(crate) struct Arguments {
    /// Few rounds over few messages: to see that it works.
    pub(crate) quick: bool,
    /// Where figures go, besides standard output.
    pub(crate) csv: Option<PathBuf>,
    /// The folder with `dev` and `train`.
    pub(crate) corpus: PathBuf,
}

impl Arguments {
    pub(crate) fn read() -> Self {
        let mut read = Self { quick: false, csv: None, corpus: default_corpus() };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || PathBuf::from(arguments.next().unwrap());
            match argument.as_str() {
                "--quick" => read.quick = true,
                "--csv" => read.csv = Some(value()),
                "--corpus" => read.corpus = value(),
                "--bench" => {} // Cargo says so.
                other => panic!("{other} is not --quick, --csv FILE or --corpus FOLDER"),
            }
        }
        read
    }

    pub(crate) fn rounds(&self) -> usize {
        if self.quick { 5 } else { 61 }
    }
}

/// `$TOKENWIRE_CORPUS`, or the folder beside the repository.
pub(crate) fn default_corpus() -> PathBuf {
    let beside = || concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus").into();
    std::env::var_os("TOKENWIRE_CORPUS").map_or_else(beside, PathBuf::from)
}
