//! Bytes on the wire.

use crate::Plan;
use crate::child::Child;
use crate::client::{Ask, Client};
use crate::figures::Figures;
use crate::recordings::{Recording, SHAPES};
use crate::relay::Relay;
use flate2::{Compression, write::GzEncoder};
use futures_util::future::join_all;
use std::io::Write as _;
use tokenwire_chat::Decoder;
use tokenwire_http::media_type::STREAM;

/// Writes a second: none waits for the next.
const WRITES: usize = 50;
const PER_WRITE: [usize; 3] = [1, 4, 16];

/// A TLS 1.3 record's header, type and tag.
const RECORD: usize = 5 + 1 + 16;
/// IPv4's and TCP's header with timestamps, and what a packet of Ethernet has besides.
const PACKET: usize = 20 + 20 + 12;
const SEGMENT: usize = 1500 - PACKET;

/// A stream's size.
#[derive(Debug)]
struct Size {
    name: String,
    body: usize,
    writes: Vec<usize>,
    tokens: usize,
}

/// Every shape, alone on its connection, with each way of writing.
pub(crate) async fn measure(plan: &Plan, figures: &mut Figures) {
    let upstream = Child::start("upstream", &[plan.recordings.folder()]);
    let serve = |coder| Child::start("serve", &[&upstream.url, "0", coder]);
    let (varint, prefix) = (serve("varint"), serve("prefix"));
    println!("wire: {}", if plan.recordings.long { "long answers" } else { "the examples, which are short" });
    let shapes = SHAPES.map(|shape| plan.recordings.get(shape));
    let cases = shapes.iter().flat_map(|shape| PER_WRITE.map(|per_write| (*shape, per_write)));
    let sizes = join_all(cases.map(|(shape, per_write)| {
        let (upstream, varint, prefix) = (&upstream.url, &varint.url, &prefix.url);
        async move { of(shape, per_write, upstream, [varint, prefix]).await }
    }));
    for size in sizes.await.iter().flatten() {
        report(figures, size);
    }
}

async fn of(recording: &Recording, per_write: usize, upstream: &str, serve: [&String; 2]) -> Vec<Size> {
    let ask = Ask { per_write, ..Ask::new(recording, (WRITES * per_write) as f64) };
    let name = |how: &str| format!("{}/{per_write}/{how}", recording.name);
    let (raw, varint, prefix) = tokio::join!(
        raw(ask, name("as sent"), upstream),
        encoded(ask, name("varint"), serve[0]),
        encoded(ask, name("prefix"), serve[1])
    );
    let tokens = varint.tokens;
    let gzip = gzip(&raw, recording, per_write, name("gzip-6, flushed"));
    let all = vec![raw, gzip, varint, prefix];
    all.into_iter().map(|size| Size { tokens, ..size }).collect()
}

async fn raw(ask: Ask<'_>, name: String, upstream: &str) -> Size {
    let relay = Relay::before(upstream).await;
    let got = Client::plain(&relay.url).bytes(ask, "text/event-stream").await;
    assert!(got == ask.recording.sent.as_bytes(), "other bytes than were sent");
    Size { name, body: got.len(), writes: relay.writes(), tokens: 0 }
}

async fn encoded(ask: Ask<'_>, name: String, serve: &str) -> Size {
    let relay = Relay::before(serve).await;
    let got = Client::plain(&relay.url).bytes(ask, &accept()).await;
    let (events, tokens) = decoded(&got);
    assert!(events == ask.recording.kept, "other bytes than were sent");
    Size { name, body: got.len(), writes: relay.writes(), tokens }
}

fn accept() -> String {
    format!("{STREAM};coders=varint.prefix")
}

/// The events of a stream, and how many tokens their text has.
fn decoded(stream: &[u8]) -> (Vec<u8>, usize) {
    let (mut decoder, mut events, mut tokens) = (Decoder::new(), Vec::new(), 0);
    decoder.push(stream);
    while let Some(event) = decoder.next_event().unwrap() {
        events.extend_from_slice(event.bytes);
        tokens += event.ids.len();
    }
    decoder.finish().unwrap();
    (events, tokens)
}

/// What a server that packs and flushes each write would send, in the same headers and chunks.
fn gzip(raw: &Size, recording: &Recording, per_write: usize, name: String) -> Size {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let events: Vec<&str> = recording.sent.split_inclusive("\n\n").collect();
    let mut sizes: Vec<usize> =
        events.chunks(per_write).map(|events| flushed(&mut encoder, events)).collect();
    let before = encoder.get_ref().len();
    sizes.push(encoder.finish().unwrap().len() - before);
    let body: usize = sizes.iter().sum();
    let around = raw.writes.iter().sum::<usize>() - raw.body - chunks(&events, per_write);
    let mut writes: Vec<usize> = sizes.into_iter().map(|size| size + chunk(size)).collect();
    writes[0] += around;
    Size { name, body, writes, tokens: 0 }
}

fn flushed(encoder: &mut GzEncoder<Vec<u8>>, events: &[&str]) -> usize {
    let before = encoder.get_ref().len();
    encoder.write_all(events.concat().as_bytes()).unwrap();
    encoder.flush().unwrap();
    encoder.get_ref().len() - before
}

/// What HTTP/1.1 writes around a chunk: its size in hexadecimal and two line ends.
fn chunk(size: usize) -> usize {
    format!("{size:x}").len() + 4
}

fn chunks(events: &[&str], per_write: usize) -> usize {
    events.chunks(per_write).map(|events| chunk(events.iter().map(|event| event.len()).sum())).sum()
}

fn report(figures: &mut Figures, size: &Size) {
    let tcp: usize = size.writes.iter().sum();
    let packets: usize = size.writes.iter().map(|write| write.div_ceil(SEGMENT)).sum();
    let tls = tcp + size.writes.len() * RECORD;
    let mut add = |figure, value| figures.add("wire", &size.name, figure, value as f64);
    add("tokens", size.tokens);
    add("writes", size.writes.len());
    add("body", size.body);
    add("TCP payload", tcp);
    add("with TLS", tls);
    add("with packets", tls + packets * PACKET);
    figures.add("wire", &size.name, "body a token", size.body as f64 / size.tokens as f64);
}
