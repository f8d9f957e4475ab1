//! Measures all methods with criterion, for several lengths of messages. Throughput counts tokens.
//!
//! A pass covers about 20,000 tokens of different messages, as on a server. The ratios in the docs come from the
//! bench `ratios`.
#![allow(clippy::unwrap_used, missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::rc::Rc;
use std::time::Duration;
use tokenwire_bench::{Corpus, ENCODING, Message, Pass, all, cut, default_corpus, messages};

const SIZES: [usize; 4] = [50, 200, 1_000, 5_000];

fn peers(c: &mut Criterion) {
    let messages = messages(&Corpus::chat(&default_corpus()), ENCODING);
    for tokens in SIZES {
        let messages: Rc<[Message]> = cut(&messages, tokens, ENCODING).into();
        for method in all(ENCODING, &default_corpus()) {
            for pass in Pass::both(method, &messages) {
                bench(c, tokens, pass);
            }
        }
    }
}

fn bench(c: &mut Criterion, tokens: usize, mut pass: Pass) {
    let mut group = c.benchmark_group(format!("{}/{tokens} tokens", pass.direction));
    group.throughput(Throughput::Elements(pass.tokens as u64));
    group.bench_function(pass.method, |b| b.iter(|| (pass.run)()));
    group.finish();
}

fn quick() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1))
}

criterion_group!(name = benches; config = quick(); targets = peers);
criterion_main!(benches);
