//! `tokenwire doctor`: checks whether token streams arrive from a server complete and without delay.

mod error;
mod examination;
mod findings;
mod measurements;
mod report;
mod response;
#[cfg(test)]
mod tests;

use crate::args::gateway::Doctor;
use crate::error::CliError;
use crate::shared::{output, runtime, terminal};
use anstyle::{AnsiColor, Style};
use examination::Examination;
use measurements::Sizes;
use report::{Finding, Mark, Report};
use std::fs;
use tokenwire_gateway::BaseUrl;

pub(crate) fn run(args: &Doctor) -> Result<(), CliError> {
    let examination = examination(args)?;
    let report = runtime::run(async { examination.run().await.map_err(CliError::Usage) })?;
    output::report(&report, args.json, readable)?;
    if report.good { Ok(()) } else { Err(CliError::Reported) }
}

fn examination(args: &Doctor) -> Result<Examination, CliError> {
    let server = args.url.parse::<BaseUrl>();
    let ca = args.ca.as_ref().map(|path| fs::read(path).map_err(|error| CliError::file(path, error)));
    Ok(Examination {
        server: server.map_err(|error| {
            CliError::Usage(format!("{error}; expected a URL such as http://127.0.0.1:8790"))
        })?,
        timeout: args.timeout.0,
        trusted_certificates: ca.transpose()?,
        accept_any_certificate: args.insecure,
    })
}

/// The number of columns before the text of a finding.
const INDENT: usize = 14;

/// Formats the report for people.
fn readable(report: &Report) -> String {
    let bold = Style::new().bold();
    let columns = terminal::columns();
    let mut text = format!("{bold}{}{bold:#}\n\n", report.url.trim_end_matches('/'));
    for finding in &report.findings {
        text += &rows(finding, columns);
    }
    if let Some(sizes) = report.stream.as_ref().and_then(|stream| stream.sizes) {
        text += &sizes_table(&sizes);
    }
    text + "\n" + &verdict(report)
}

fn rows(finding: &Finding, columns: usize) -> String {
    let (style, sign) = sign(finding.mark);
    let mut text = format!("{style}{sign}{style:#} {:<width$}", finding.topic, width = INDENT - 2);
    text += terminal::wrap(&finding.message, columns, INDENT).trim_start();
    for detail in &finding.details {
        text += &terminal::wrap(detail, columns, INDENT);
    }
    if let Some(advice) = &finding.advice {
        let bold = Style::new().bold();
        let advice = terminal::wrap(&format!("→ {advice}"), columns, INDENT);
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

/// Formats the sizes of the probe's events, each flushed by itself, as a table.
fn sizes_table(sizes: &Sizes) -> String {
    let (green, bold) = (AnsiColor::Green.on_default().bold(), Style::new().bold());
    let row = |name: &str, bytes: usize| {
        let (each, times) = (bytes as f64 / sizes.tokens as f64, sizes.sse as f64 / bytes.max(1) as f64);
        let smaller = if bytes == sizes.sse { String::new() } else { format!("{times:.1}x") };
        let line = format!("  {name:<24}{bytes:>7}{each:>9.1}{smaller:>9}");
        line.trim_end().to_owned()
    };
    format!(
        "\n{bold}  {:<24}{:>7}{:>9}{:>9}{bold:#}\n{}\n{}\n{green}{}{green:#}\n",
        format!("probe of {} tokens", sizes.tokens),
        "bytes",
        "a token",
        "smaller",
        row("SSE", sizes.sse),
        row("SSE, gzip per event", sizes.gzip),
        row("token stream", sizes.stream),
    )
}

fn verdict(report: &Report) -> String {
    let (style, text) = if report.good {
        (
            AnsiColor::Green.on_default().bold(),
            "Token streams arrive intact. The longer a response, the more they save.",
        )
    } else {
        (
            AnsiColor::Red.on_default().bold(),
            "Token streams do not arrive intact and without delay; follow the advice above.",
        )
    };
    format!("{style}{text}{style:#}\n")
}
