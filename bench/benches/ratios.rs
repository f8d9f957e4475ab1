//! Measures the speed of encoding and decoding ids, compared with tacc 0.1.0 and with a plain copy.
//!
//! Each result is the median of several rounds over all messages of one set, on one thread. All methods are
//! interleaved.
//!
//! Run `cargo bench -p tokenwire-bench --bench ratios`. `scripts/measure/benchmarks.py` does so too.
#![allow(clippy::unwrap_used, missing_docs)]

use std::rc::Rc;
use tokenwire_bench::{Arguments, Corpus, Csv, ENCODING, Pass, Timing, fast, in_turns, messages};

const HEADER: &str = "set,method,direction,messages,tokens,bytes_per_token,median_ns_per_token,min_ns_per_token,\
                      m_tokens_per_s,times_tacc,times_tacc_leaner,memcpy_times";

fn main() {
    let arguments = Arguments::read();
    let corpus = Corpus::chat(&arguments.corpus);
    let messages: Rc<_> = messages(&corpus, ENCODING).into();
    let passes = fast(ENCODING).into_iter().flat_map(|method| Pass::both(method, &messages)).collect();
    let timings = in_turns(passes, arguments.rounds());
    report(&corpus.name, &timings, arguments.rounds());
    csv(&corpus.name, &timings).write(arguments.csv.as_deref());
}

/// Returns the time relative to that of another method in the same direction.
fn relative_time(timing: &Timing, other: &str, timings: &[Timing]) -> f64 {
    let is_other =
        |found: &&Timing| found.pass.method == other && found.pass.direction == timing.pass.direction;
    timing.median / timings.iter().find(is_other).unwrap().median
}

/// Returns the speed relative to tacc's path and to its leaner variant, and the time relative to a plain copy.
fn ratios(timing: &Timing, timings: &[Timing]) -> [f64; 3] {
    let tacc = relative_time(timing, "tacc's path", timings);
    let leaner = relative_time(timing, "tacc's path leaner", timings);
    [1.0 / tacc, 1.0 / leaner, relative_time(timing, "memcpy", timings)]
}

fn report(set: &str, timings: &[Timing], rounds: usize) {
    if let Some(Timing { pass, .. }) = timings.first() {
        println!("{set}: {} messages, {} tokens; medians of {rounds} rounds\n", pass.messages, pass.tokens);
    }
    println!(
        "{:<26}{:<8}{:>9}{:>9}{:>12}{:>8}{:>9}{:>9}",
        "method", "", "ns/token", "minimum", "M tokens/s", "x tacc", "x leaner", "memcpys"
    );
    for timing in timings {
        let [tacc, leaner, memcpy] = ratios(timing, timings);
        let minimum = timing.minimum / timing.pass.tokens as f64;
        println!(
            "{:<26}{:<8}{:>9.3}{minimum:>9.3}{:>12.0}{tacc:>8.1}{leaner:>9.1}{memcpy:>9.1}",
            timing.pass.method,
            timing.pass.direction,
            timing.per_token(),
            timing.tokens_per_second() / 1e6,
        );
    }
}

fn csv(set: &str, timings: &[Timing]) -> Csv {
    let mut csv = Csv::new(HEADER);
    for timing in timings {
        let pass = &timing.pass;
        let (tokens, rate) = (pass.tokens as f64, timing.tokens_per_second() / 1e6);
        let mut row = vec![set.into(), pass.method.into(), pass.direction.into()];
        row.extend([pass.messages, pass.tokens].map(|count| count.to_string()));
        let figures = [pass.bytes as f64 / tokens, timing.per_token(), timing.minimum / tokens, rate];
        row.extend(figures.map(|figure| format!("{figure:.4}")));
        row.extend(ratios(timing, timings).map(|ratio| format!("{ratio:.2}")));
        csv.row(&row);
    }
    csv
}
