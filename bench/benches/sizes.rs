//! Measures the bytes per token by the length of messages. The messages are prefixes of all messages that are long
//! enough.
//!
//! Run `cargo bench -p tokenwire-bench --bench sizes`. `scripts/measure/benchmarks.py` does so too.
#![allow(clippy::unwrap_used, missing_docs)]

use tokenwire_bench::{Arguments, Corpus, Csv, ENCODING, Entropy, Message, Method, all, messages};

const LENGTHS: [usize; 7] = [50, 100, 200, 500, 1_000, 2_000, 5_000];
const METHODS: [&str; 10] = [
    "gzip-6",
    "zstd-19",
    "zstd-19 + dictionary",
    "brotli-11",
    "thrift@tacc-0.1.0",
    "thrift+gzip@tacc-0.1.0",
    "thrift@chat-2026",
    "thrift+gzip@chat-2026",
    "prefix@chat-2026",
    "stable@chat-2026",
];
/// The maximum number of messages of each length. More would take too long with brotli.
const MAX_MESSAGES: usize = 400;

fn main() {
    let arguments = Arguments::read();
    let all = all(ENCODING, &arguments.corpus);
    let mut methods: Vec<_> = all.into_iter().filter(|method| METHODS.contains(&method.name)).collect();
    let entropy = Entropy::new(ENCODING);
    let mut csv = Csv::new("set,length,messages,tokens,text_bytes,method,bytes,bytes_per_token");
    for corpus in Corpus::sets(&arguments.corpus) {
        let messages = messages(&corpus, ENCODING);
        for length in LENGTHS {
            let prefixes =
                prefixes(&messages, length, if arguments.quick { MAX_MESSAGES / 20 } else { MAX_MESSAGES });
            measure(&corpus.name, length, &prefixes, &mut methods, &entropy, &mut csv);
        }
    }
    csv.write(arguments.csv.as_deref());
}

fn prefixes(messages: &[Message], length: usize, count: usize) -> Vec<Message> {
    let prefixes = messages.iter().filter_map(|message| message.prefix(length, ENCODING));
    prefixes.take(count).collect()
}

fn measure(
    set: &str,
    length: usize,
    messages: &[Message],
    methods: &mut [Method],
    entropy: &Entropy,
    csv: &mut Csv,
) {
    let tokens: usize = messages.iter().map(|message| message.ids.len()).sum();
    let text: usize = messages.iter().map(|message| message.text.len()).sum();
    println!("\n{set}: bytes per token of {} messages of {length} tokens", messages.len());
    let mut report = |method: &str, bytes: f64| {
        let row = [length, messages.len(), tokens, text].map(|count| count.to_string());
        let per_token = format!("{:.4}", bytes / tokens as f64);
        println!("  {method:<24}{per_token:>8}");
        csv.row(&[&[set.into()], &row[..], &[method.into(), format!("{bytes:.0}"), per_token]].concat());
    };
    if messages.is_empty() {
        return;
    }
    for method in methods {
        report(method.name, method.encoded(messages).iter().map(Vec::len).sum::<usize>() as f64);
    }
    let bits: f64 = messages.iter().map(|message| entropy.bits(&message.ids)).sum();
    report("order-0 bound@chat-2026", bits / 8.0);
}
