//! Progress bars, on standard error, for work that takes a while.

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

/// Below this many bytes the work is done before a bar could be read.
const LONG: u64 = 8 << 20;

/// A bar that counts bytes; hidden for short work, with `quiet`, and where standard error is not a terminal.
pub(crate) fn bytes(what: &'static str, total: u64, quiet: bool) -> ProgressBar {
    if quiet || total < LONG {
        return ProgressBar::hidden();
    }
    bar(what, total, "{msg:>10} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}")
}

/// A bar that counts steps.
pub(crate) fn steps(what: &'static str, total: u64, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    bar(what, total, "{msg:>10} {wide_bar} {pos}/{len}")
}

fn bar(what: &'static str, total: u64, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total).with_style(style).with_message(what).with_finish(ProgressFinish::AndClear)
}
