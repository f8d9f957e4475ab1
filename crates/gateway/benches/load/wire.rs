//! Bytes on the wire.

use crate::Options;
use crate::child::Child;
use crate::client::{Client, StreamRequest};
use crate::measurements::Measurements;
use crate::recordings::{Recording, SHAPES};
use crate::relay::Relay;
use flate2::{Compression, write::GzEncoder};
use futures_util::future::join_all;
use std::io::Write as _;
use tokenwire_chat::Decoder;
use tokenwire_http::media_type::STREAM;

/// Writes per second: few enough that each write is sent before the next.
const WRITES: usize = 50;
const PER_WRITE: [usize; 3] = [1, 4, 16];

/// Bytes that TLS 1.3 adds to a record: header, type and tag.
const RECORD: usize = 5 + 1 + 16;
/// Bytes of IPv4's header, TCP's header and its timestamps.
const PACKET: usize = 20 + 20 + 12;
/// The payload of an Ethernet packet.
const SEGMENT: usize = 1500 - PACKET;

/// The size of a stream.
#[derive(Debug)]
struct Size {
    name: String,
    /// Bytes of the body.
    body: usize,
    /// The size of each write, headers and chunk framing included.
    writes: Vec<usize>,
    tokens: usize,
}

/// Measures each answer with each number of events per write. Each stream has a separate connection.
pub(crate) async fn measure(options: &Options, measurements: &mut Measurements) {
    let upstream = Child::start("upstream", &[options.recordings.folder()]);
    let serve = |coder| Child::start("serve", &[&upstream.url, "0", coder]);
    let (varint, prefix) = (serve("varint"), serve("prefix"));
    println!(
        "wire: {}",
        if options.recordings.long { "long answers" } else { "the short answers in examples/streams" }
    );
    let recordings = SHAPES.map(|shape| options.recordings.get(shape));
    let cases = recordings.iter().flat_map(|recording| PER_WRITE.map(|per_write| (*recording, per_write)));
    let sizes = join_all(cases.map(|(recording, per_write)| {
        let (upstream, varint, prefix) = (&upstream.url, &varint.url, &prefix.url);
        async move { sizes(recording, per_write, upstream, [varint, prefix]).await }
    }));
    for size in sizes.await.iter().flatten() {
        report(measurements, size);
    }
}

/// Returns the sizes of one answer in all encodings.
async fn sizes(recording: &Recording, per_write: usize, upstream: &str, serve: [&String; 2]) -> Vec<Size> {
    let request = StreamRequest { per_write, ..StreamRequest::new(recording, (WRITES * per_write) as f64) };
    let name = |encoding: &str| format!("{}/{per_write}/{encoding}", recording.name);
    let (raw, varint, prefix) = tokio::join!(
        raw(request, name("as sent"), upstream),
        encoded(request, name("varint"), serve[0]),
        encoded(request, name("prefix"), serve[1])
    );
    let tokens = varint.tokens;
    let gzip = gzip(&raw, recording, per_write, name("gzip-6, flushed"));
    [raw, gzip, varint, prefix].into_iter().map(|size| Size { tokens, ..size }).collect()
}

/// Returns the size of an answer without tokenwire.
async fn raw(request: StreamRequest<'_>, name: String, upstream: &str) -> Size {
    let relay = Relay::new(upstream).await;
    let body = Client::plain(&relay.url).bytes(request, "text/event-stream").await;
    assert!(body == request.recording.sent.as_bytes(), "the received bytes differ from the recording");
    Size { name, body: body.len(), writes: relay.writes(), tokens: 0 }
}

/// Returns the size of an answer as a token stream.
async fn encoded(request: StreamRequest<'_>, name: String, serve: &str) -> Size {
    let relay = Relay::new(serve).await;
    let body = Client::plain(&relay.url).bytes(request, &accept()).await;
    let (events, tokens) = decode(&body);
    assert!(events == request.recording.expected, "the decoded bytes differ from the recording");
    Size { name, body: body.len(), writes: relay.writes(), tokens }
}

fn accept() -> String {
    format!("{STREAM};coders=varint.prefix")
}

/// Returns the events of a token stream, and the number of tokens in their text.
fn decode(stream: &[u8]) -> (Vec<u8>, usize) {
    let (mut decoder, mut events, mut tokens) = (Decoder::new(), Vec::new(), 0);
    decoder.push(stream);
    while let Some(event) = decoder.next_event().unwrap() {
        events.extend_from_slice(event.bytes);
        tokens += event.ids.len();
    }
    decoder.finish().unwrap();
    (events, tokens)
}

/// Returns the size of an answer from a server that compresses with gzip and flushes at each write. Headers and
/// chunks are those of the raw answer.
fn gzip(raw: &Size, recording: &Recording, per_write: usize, name: String) -> Size {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let events: Vec<&str> = recording.sent.split_inclusive("\n\n").collect();
    let mut chunks: Vec<usize> =
        events.chunks(per_write).map(|events| compressed_size(&mut encoder, events)).collect();
    let before = encoder.get_ref().len();
    chunks.push(encoder.finish().unwrap().len() - before);
    let body: usize = chunks.iter().sum();
    let headers = raw.writes.iter().sum::<usize>() - raw.body - all_chunk_framing(&events, per_write);
    let mut writes: Vec<usize> = chunks.into_iter().map(|size| size + chunk_framing(size)).collect();
    writes[0] += headers;
    Size { name, body, writes, tokens: 0 }
}

/// Compresses and flushes these events, and returns the number of compressed bytes.
fn compressed_size(encoder: &mut GzEncoder<Vec<u8>>, events: &[&str]) -> usize {
    let before = encoder.get_ref().len();
    encoder.write_all(events.concat().as_bytes()).unwrap();
    encoder.flush().unwrap();
    encoder.get_ref().len() - before
}

/// Returns the number of bytes that HTTP/1.1 adds to a chunk: its size in hexadecimal and two line endings.
fn chunk_framing(size: usize) -> usize {
    format!("{size:x}").len() + 4
}

/// Returns the number of bytes that HTTP/1.1 adds to all chunks of an answer.
fn all_chunk_framing(events: &[&str], per_write: usize) -> usize {
    let sizes = events.chunks(per_write).map(|events| events.iter().map(|event| event.len()).sum());
    sizes.map(chunk_framing).sum()
}

fn report(measurements: &mut Measurements, size: &Size) {
    let tcp: usize = size.writes.iter().sum();
    let packets: usize = size.writes.iter().map(|write| write.div_ceil(SEGMENT)).sum();
    let tls = tcp + size.writes.len() * RECORD;
    let mut add = |figure, value| measurements.add("wire", &size.name, figure, value as f64);
    add("tokens", size.tokens);
    add("writes", size.writes.len());
    add("body", size.body);
    add("TCP payload", tcp);
    add("with TLS", tls);
    add("with packets", tls + packets * PACKET);
    measurements.add("wire", &size.name, "body a token", size.body as f64 / size.tokens as f64);
}
