//! A report for people.

use super::measurements::Sizes;
use super::report::{Finding, Mark, Report};
use crate::lines;
use anstyle::{AnsiColor, Style};

/// Columns before what was found.
const INDENT: usize = 14;

pub(super) fn readable(report: &Report) -> String {
    let bold = Style::new().bold();
    let columns = lines::columns();
    let mut text = format!("{bold}{}{bold:#}\n\n", report.url.trim_end_matches('/'));
    for finding in &report.findings {
        text += &rows(finding, columns);
    }
    if let Some(sizes) = report.stream.as_ref().and_then(|stream| stream.sizes) {
        text += &saved(&sizes);
    }
    text + "\n" + &verdict(report)
}

fn rows(finding: &Finding, columns: usize) -> String {
    let (style, sign) = sign(finding.mark);
    let mut text = format!("{style}{sign}{style:#} {:<width$}", finding.topic, width = INDENT - 2);
    text += lines::wrapped(&finding.message, columns, INDENT).trim_start();
    for detail in &finding.details {
        text += &lines::wrapped(detail, columns, INDENT);
    }
    if let Some(advice) = &finding.advice {
        let bold = Style::new().bold();
        let advice = lines::wrapped(&format!("→ {advice}"), columns, INDENT);
        text += &advice.lines().map(|line| format!("{bold}{line}{bold:#}\n")).collect::<String>();
    }
    text
}

fn sign(mark: Mark) -> (Style, &'static str) {
    match mark {
        Mark::Good => (AnsiColor::Green.on_default().bold(), "✓"),
        Mark::Note => (AnsiColor::Yellow.on_default().bold(), "!"),
        Mark::Bad => (AnsiColor::Red.on_default().bold(), "✗"),
    }
}

/// What the probe's events take, each sent at once.
fn saved(sizes: &Sizes) -> String {
    let (green, bold) = (AnsiColor::Green.on_default().bold(), Style::new().bold());
    let row = |name: &str, bytes: usize| {
        let (each, times) = (bytes as f64 / sizes.tokens as f64, sizes.sse as f64 / bytes.max(1) as f64);
        let smaller = if bytes == sizes.sse { String::new() } else { format!("{times:.1}x") };
        let line = format!("  {name:<24}{bytes:>7}{each:>9.1}{smaller:>9}");
        line.trim_end().to_owned()
    };
    format!(
        "\n{bold}  {:<24}{:>7}{:>9}{:>9}{bold:#}\n{}\n{}\n{green}{}{green:#}\n",
        format!("{} tokens of a probe", sizes.tokens),
        "bytes",
        "a token",
        "smaller",
        row("SSE", sizes.sse),
        row("SSE, gzip an event", sizes.gzip),
        row("token stream", sizes.stream),
    )
}

fn verdict(report: &Report) -> String {
    let (style, said) = if report.good {
        (
            AnsiColor::Green.on_default().bold(),
            "Token streams come through. The longer an answer, the more it saves.",
        )
    } else {
        (AnsiColor::Red.on_default().bold(), "Token streams do not come through as they should.")
    };
    format!("{style}{said}{style:#}\n")
}
