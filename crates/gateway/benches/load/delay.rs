//! The latency that the proxies add to the first token.

use crate::Options;
use crate::client::{Arrival, Client, StreamRequest};
use crate::measurements::Measurements;
use crate::servers::Servers;

/// Events per second. The first token arrives one event after the start of the stream.
const RATE: f64 = 100.0;

/// Reads one stream at a time. The routes alternate, so that changes of the machine's load affect all of them equally.
pub(crate) async fn measure(options: &Options, measurements: &mut Measurements) {
    let servers = Servers::start(options);
    let routes = [
        ("straight", Client::plain(&servers.upstream.url)),
        ("through serve alone, as it is", Client::plain(&servers.serve.url)),
        ("through serve and the library", Client::library(&servers.serve.url)),
        ("through serve and connect", Client::plain(&servers.connect.url)),
    ];
    let request = StreamRequest::new(options.recordings.get("chat-6"), RATE);
    let mut arrivals = vec![Vec::new(); routes.len()];
    for round in 0..=options.choose(300, 20) {
        for (arrivals, (_, client)) in arrivals.iter_mut().zip(&routes) {
            let arrival = client.read(request).await;
            // The first round opens the connections, so it does not count.
            arrivals.extend((round > 0).then_some(arrival));
        }
    }
    for (of_route, (name, _)) in arrivals.iter().zip(&routes) {
        report(measurements, name, of_route, &arrivals[0]);
    }
}

/// Reports a route, and its difference from the direct route.
fn report(measurements: &mut Measurements, route: &str, arrivals: &[Arrival], direct: &[Arrival]) {
    for (event, time) in [("first event", first_bytes as fn(&Arrival) -> f64), ("first token", first_text)] {
        for (name, quantile) in [("median", 0.5), ("p99", 0.99)] {
            let total = quantile_of(arrivals, time, quantile);
            measurements.add("delay", route, &format!("{event} {name} ms"), total);
            let added = total - quantile_of(direct, time, quantile);
            measurements.add("delay", route, &format!("{event} {name} added ms"), added);
        }
    }
}

/// Returns the time until the first bytes in milliseconds.
fn first_bytes(arrival: &Arrival) -> f64 {
    arrival.first_bytes.as_secs_f64() * 1e3
}

/// Returns the time until the first text in milliseconds.
fn first_text(arrival: &Arrival) -> f64 {
    arrival.first_text.as_secs_f64() * 1e3
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn quantile_of(arrivals: &[Arrival], time: fn(&Arrival) -> f64, quantile: f64) -> f64 {
    let mut times: Vec<f64> = arrivals.iter().map(time).collect();
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * quantile).round() as usize]
}
