//! Compares the prefix code with the order-0 entropy of its table, under the table's weights and on each set.
//!
//! Run `cargo bench -p tokenwire-bench --bench entropy`. `scripts/measure/benchmarks.py` does so too.
#![allow(clippy::unwrap_used, missing_docs)]

use tokenwire::Encoding;
use tokenwire_bench::{Arguments, Corpus, Csv, Entropy, messages};

/// The largest encoding of each vocabulary.
const VOCABULARIES: [(&str, Encoding); 4] = [
    ("cl100k", Encoding::Cl100kBase),
    ("o200k", Encoding::O200kHarmony),
    ("p50k", Encoding::P50kEdit),
    ("r50k", Encoding::R50kBase),
];

fn main() {
    let arguments = Arguments::read();
    let mut csv = Csv::new("vocabulary,over,bound_bits_per_token,prefix_bits_per_token,above_percent");
    let mut report = |name: &str, over: &str, bound: f64, prefix: f64| {
        let above = 100.0 * (prefix / bound - 1.0);
        println!("{name:<8}{over:<16}{bound:>10.4}{prefix:>10.4}{above:>8.3} %");
        let figures = [bound, prefix, above].map(|figure| format!("{figure:.4}"));
        csv.row(&[&[name.into(), over.into()], &figures[..]].concat());
    };
    let sets = Corpus::sets(&arguments.corpus);
    for (name, encoding) in VOCABULARIES {
        let entropy = Entropy::new(encoding);
        let (bound, prefix) = entropy.expected();
        report(name, "its own weights", bound, prefix);
        for set in &sets {
            let ids: Vec<u32> = messages(set, encoding).into_iter().flat_map(|message| message.ids).collect();
            let tokens = ids.len() as f64;
            report(name, &set.name, entropy.bits(&ids) / tokens, entropy.words(&ids) / tokens);
        }
    }
    csv.write(arguments.csv.as_deref());
}
