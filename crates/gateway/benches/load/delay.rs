//! How much later the first token comes.

use crate::Plan;
use crate::client::{Ask, Client, Reading};
use crate::figures::Figures;
use crate::servers::Servers;

/// Events a second: the first token is as long after what opens the stream.
const RATE: f64 = 100.0;

/// One stream after the other, the ways in turns, so that all see the same machine.
pub(crate) async fn measure(plan: &Plan, figures: &mut Figures) {
    let servers = Servers::start(plan);
    let ways = [
        ("straight", Client::plain(&servers.upstream.url)),
        ("through serve alone, as it is", Client::plain(&servers.serve.url)),
        ("through serve and the library", Client::library(&servers.serve.url)),
        ("through serve and connect", Client::plain(&servers.connect.url)),
    ];
    let ask = Ask::new(plan.recordings.get("chat-6"), RATE);
    let mut readings = vec![Vec::new(); ways.len()];
    for round in 0..=plan.either(300, 20) {
        for (of_way, (_, client)) in readings.iter_mut().zip(&ways) {
            let reading = client.read(ask).await;
            // The first time connections are made.
            of_way.extend((round > 0).then_some(reading));
        }
    }
    for (of_way, (name, _)) in readings.iter().zip(&ways) {
        report(figures, name, of_way, &readings[0]);
    }
}

fn report(figures: &mut Figures, name: &str, readings: &[Reading], straight: &[Reading]) {
    for (what, of) in [("first event", first as fn(&Reading) -> f64), ("first token", text)] {
        for (which, share) in [("median", 0.5), ("p99", 0.99)] {
            let own = quantile(readings, of, share);
            figures.add("delay", name, &format!("{what} {which} ms"), own);
            let added = own - quantile(straight, of, share);
            figures.add("delay", name, &format!("{what} {which} added ms"), added);
        }
    }
}

fn first(reading: &Reading) -> f64 {
    reading.first.as_secs_f64() * 1e3
}

fn text(reading: &Reading) -> f64 {
    reading.text.as_secs_f64() * 1e3
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn quantile(readings: &[Reading], of: fn(&Reading) -> f64, share: f64) -> f64 {
    let mut all: Vec<f64> = readings.iter().map(of).collect();
    all.sort_by(f64::total_cmp);
    all[((all.len() - 1) as f64 * share).round() as usize]
}
