//! The comparison of sizes at the end of the demonstration.

use super::chain::{BEGIN, CHAT, Chain};
use super::client::{Answer, Client};
use crate::error::CliError;
use crate::shared::{compressors, terminal};
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

#[derive(Serialize)]
pub(super) struct Report {
    tokens: usize,
    events: usize,
    /// Whether the client received every byte that the model server sent.
    lossless: bool,
    /// The sizes of the response bodies in each form.
    forms: [Form; 3],
    /// The sizes of SSE and of the token stream, including headers and chunk sizes.
    http1_bytes: [usize; 2],
    added_first_token_ms: f64,
}

#[derive(Serialize)]
struct Form {
    name: &'static str,
    bytes: usize,
    bytes_per_token: f64,
    times_smaller: f64,
}

const HEADING: [&str; 4] = ["response bodies", "bytes", "a token", "smaller"];
/// The minimum width for rows without abbreviations.
const FULL_COLUMNS: usize = 45;
const EXAMPLE: &str = "tokenwire serve --upstream http://127.0.0.1:8000";

impl Report {
    pub(super) fn new(answer: &Answer, chain: &Chain, added_first_token_ms: f64) -> Result<Self, CliError> {
        let (sse, tokens) = (chain.sse.bodies(), answer.tokens);
        let form = |name, bytes: usize| Form {
            name,
            bytes,
            bytes_per_token: bytes as f64 / tokens.max(1) as f64,
            times_smaller: sse as f64 / bytes.max(1) as f64,
        };
        let gzip = compressors::gzip_flushed(&answer.events)?;
        Ok(Self {
            tokens,
            events: answer.events.len(),
            lossless: answer.bytes() == CHAT,
            forms: [
                form("SSE", sse),
                form("SSE, gzip per event", gzip),
                form("token stream", chain.stream.bodies()),
            ],
            http1_bytes: [chain.sse.all(), chain.stream.all()],
            added_first_token_ms,
        })
    }

    pub(super) fn readable(&self) -> String {
        let (columns, bold) = (terminal::columns(), Style::new().bold());
        let rows: String = self.forms.iter().map(|form| form.row(columns)).collect();
        let heading = if columns < FULL_COLUMNS { ["bodies", "bytes", "a token", "times"] } else { HEADING };
        let heading = cells(columns, heading);
        let notes = terminal::wrap(&self.notes(), columns, 0);
        let next = terminal::wrap("Put it in front of your own model server:", columns, 0);
        format!("\n{bold}{heading}{bold:#}\n{rows}\n{notes}\n{next}  {bold}{EXAMPLE}{bold:#}\n")
    }

    fn notes(&self) -> String {
        let [sse, stream] = self.http1_bytes;
        let added = match self.added_first_token_ms {
            ms if ms < 0.01 => "less than 0.01 ms".into(),
            ms => format!("{ms:.2} ms"),
        };
        format!(
            "{} tokens in {} events; the client received every byte. Bodies were measured on the sockets; including the \
             headers and chunk sizes of HTTP/1.1, SSE took {sse} bytes and the token stream {stream} bytes. Both proxies \
             together delayed the first token by {added} (median of {REQUESTS} requests).",
            self.tokens, self.events
        )
    }
}

impl Form {
    fn row(&self, columns: usize) -> String {
        let style =
            if self.name == "token stream" { AnsiColor::Green.on_default().bold() } else { Style::new() };
        let name = if columns < FULL_COLUMNS { self.name.trim_end_matches(" per event") } else { self.name };
        let (bytes, each) = (self.bytes.to_string(), format!("{:.1}", self.bytes_per_token));
        let smaller = if self.name == "SSE" { String::new() } else { format!("{:.1}x", self.times_smaller) };
        format!("{style}{}{style:#}\n", cells(columns, [name, &*bytes, &*each, &*smaller]))
    }
}

/// Formats one line, with narrower columns on a narrow terminal.
fn cells(columns: usize, [name, bytes, each, smaller]: [&str; 4]) -> String {
    let line = if columns < FULL_COLUMNS {
        format!("{name:<12}{bytes:>6}{each:>8}{smaller:>7}")
    } else {
        format!("{name:<20}{bytes:>7}{each:>9}{smaller:>9}")
    };
    line.trim_end().to_owned()
}

/// The number of requests to each server that are measured, after [`WARM_UP`] requests that are not.
const REQUESTS: usize = 31;
const WARM_UP: usize = 3;
/// The number of events per second, low enough for the first event to arrive by itself.
const RATE: f64 = 500.0;

/// Measures how many milliseconds both proxies add to the first event: the median difference to a direct request. It
/// can be negative on a busy machine.
pub(super) async fn added_delay_ms(chain: &Chain) -> io::Result<f64> {
    let mut added = Vec::new();
    for n in 0..WARM_UP + REQUESTS {
        let direct = first_byte(chain.upstream).await?.as_secs_f64();
        let through = first_byte(chain.uncounted).await?.as_secs_f64();
        added.extend((n >= WARM_UP).then_some((through - direct) * 1e3));
    }
    added.sort_unstable_by(f64::total_cmp);
    Ok(added.get(added.len() / 2).copied().unwrap_or_default())
}

/// Measures the time from the request to the first byte of the body.
async fn first_byte(server: SocketAddr) -> io::Result<Duration> {
    let begin = Instant::now();
    let mut client = Client::ask(server, BEGIN, RATE).await?;
    client.next().await?;
    let time = begin.elapsed();
    while client.next().await?.is_some() {}
    Ok(time)
}
