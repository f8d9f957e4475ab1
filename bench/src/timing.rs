//! Times passes over all messages. The passes are interleaved, so that other load on the machine affects all
//! methods equally.

use crate::{Message, Method};
use std::hint::black_box;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// One direction of a method, applied to all messages.
pub struct Pass {
    /// The name of the method.
    pub method: &'static str,
    /// `"encode"` or `"decode"`.
    pub direction: &'static str,
    /// The number of messages.
    pub messages: usize,
    /// The number of tokens of all messages.
    pub tokens: usize,
    /// The total encoded size, in bytes.
    pub bytes: usize,
    /// Runs the pass.
    pub run: Box<dyn FnMut()>,
}

/// The times of a pass, in nanoseconds.
pub struct Timing {
    /// The pass that was timed.
    pub pass: Pass,
    /// The median time.
    pub median: f64,
    /// The minimum time.
    pub minimum: f64,
}

impl Pass {
    /// Returns the passes of both directions. Checks first that all messages round-trip.
    pub fn both(mut method: Method, messages: &Rc<[Message]>) -> [Self; 2] {
        let encoded = method.encoded(messages);
        let bytes = encoded.iter().map(Vec::len).sum();
        let pass = |direction, run| Self {
            method: method.name,
            direction,
            messages: messages.len(),
            tokens: messages.iter().map(|message| message.ids.len()).sum(),
            bytes,
            run,
        };
        let encode = encoding(method.encode, messages.clone());
        [pass("encode", encode), pass("decode", decoding(method.decode, encoded))]
    }
}

fn encoding(
    mut encode: impl FnMut(&Message, &mut Vec<u8>) + 'static,
    all: Rc<[Message]>,
) -> Box<dyn FnMut()> {
    let mut encoded = Vec::new();
    Box::new(move || {
        for message in all.iter() {
            encode(black_box(message), &mut encoded);
            black_box(&encoded);
        }
    })
}

fn decoding(mut decode: impl FnMut(&[u8], &mut Message) + 'static, all: Vec<Vec<u8>>) -> Box<dyn FnMut()> {
    let mut decoded = Message::default();
    Box::new(move || {
        for encoded in &all {
            decode(black_box(encoded), &mut decoded);
            black_box(&decoded);
        }
    })
}

/// The minimum duration of a measurement. Passes are repeated to reach it.
const MIN_TIME: Duration = Duration::from_millis(2);

/// Times each pass once per round. Each round starts with a different pass.
pub fn in_turns(mut passes: Vec<Pass>, rounds: usize) -> Vec<Timing> {
    let repeats: Vec<_> = passes.iter_mut().map(|pass| repeats(&mut pass.run)).collect();
    let mut times = vec![Vec::new(); passes.len()];
    for round in 0..rounds {
        for turn in round..round + passes.len() {
            let index = turn % passes.len();
            times[index].push(nanoseconds(&mut passes[index].run, repeats[index]));
        }
    }
    passes.into_iter().zip(times).map(|(pass, times)| Timing::new(pass, times)).collect()
}

/// Returns the number of runs that take [`MIN_TIME`], after one run that warms caches and grows buffers.
fn repeats(run: &mut dyn FnMut()) -> usize {
    run();
    let begin = Instant::now();
    let mut repeats = 0;
    while begin.elapsed() < MIN_TIME {
        run();
        repeats += 1;
    }
    repeats
}

/// Returns the time of a run in nanoseconds. One untimed run comes first, to load the pass's tables into the caches.
fn nanoseconds(run: &mut dyn FnMut(), repeats: usize) -> f64 {
    run();
    let begin = Instant::now();
    (0..repeats).for_each(|_| run());
    begin.elapsed().as_secs_f64() * 1e9 / repeats as f64
}

impl Timing {
    /// Returns the median in nanoseconds per token.
    pub fn per_token(&self) -> f64 {
        self.median / self.pass.tokens as f64
    }

    /// Returns the median speed in tokens per second.
    pub fn tokens_per_second(&self) -> f64 {
        1e9 / self.per_token()
    }

    fn new(pass: Pass, mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self { pass, median: times[times.len() / 2], minimum: times[0] }
    }
}
