//! Messages and progress bars on standard error, and the wrapping of text for a terminal.

use anstyle::AnsiColor;
use console::{Term, measure_text_width};
use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};
use std::fmt::Display;
use std::io::Write;

/// Prints a line on standard error. A closed standard error is no reason to fail.
pub(crate) fn print_line(line: impl Display) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Prints a note about something unexpected that needs no action.
pub(crate) fn note(message: impl Display) {
    let style = AnsiColor::Cyan.on_default().bold();
    print_line(format!("{style}note:{style:#} {message}"));
}

/// Prints a warning about a probable mistake that is not a failure.
pub(crate) fn warn(message: impl Display) {
    let style = AnsiColor::Yellow.on_default().bold();
    print_line(format!("{style}warning:{style:#} {message}"));
}

/// The minimum number of bytes for a bar. Shorter work ends before anybody can read the bar.
const BAR_THRESHOLD: u64 = 8 << 20;

/// Returns a bar that counts bytes. It is hidden if the work is short, if `quiet`, or if standard error is not a
/// terminal.
pub(crate) fn byte_bar(label: &'static str, total: u64, quiet: bool) -> ProgressBar {
    if quiet || total < BAR_THRESHOLD {
        return ProgressBar::hidden();
    }
    bar(label, total, "{msg:>10} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}")
}

/// Returns a bar that counts steps.
pub(crate) fn step_bar(label: &'static str, total: u64, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    bar(label, total, "{msg:>10} {wide_bar} {pos}/{len}")
}

fn bar(label: &'static str, total: u64, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total).with_style(style).with_message(label).with_finish(ProgressFinish::AndClear)
}

/// The maximum width of text, because wider text is hard to read.
const MAX_COLUMNS: usize = 100;

/// Returns the maximum width of text, in columns: at most the width of the terminal, if there is one.
pub(crate) fn columns() -> usize {
    let columns = Term::stdout().size_checked().map_or(MAX_COLUMNS, |(_, columns)| usize::from(columns));
    columns.saturating_sub(1).clamp(20, MAX_COLUMNS)
}

/// If `line` is wider than `columns`, removes and returns its first full line. The rest remains in `line`.
pub(crate) fn break_line(line: &mut String, columns: usize) -> Option<String> {
    let text = line.trim_end();
    if measure_text_width(text) <= columns {
        return None;
    }
    let blank = text.rfind(' ').filter(|at| !text.get(..*at).unwrap_or_default().trim().is_empty());
    let last = || text.char_indices().next_back().map_or(0, |(at, _)| at);
    let rest = line.split_off(blank.map_or_else(last, |at| at + 1));
    Some(std::mem::replace(line, rest).trim_end().to_owned())
}

/// Wraps text between words, and indents each line by `indent` columns.
pub(crate) fn wrap(text: &str, columns: usize, indent: usize) -> String {
    let (mut wrapped, mut line) = (String::new(), String::new());
    let blanks = " ".repeat(indent);
    for char in text.chars() {
        line.push(char);
        if let Some(full) = break_line(&mut line, columns.saturating_sub(indent).max(1)) {
            wrapped += &format!("{blanks}{full}\n");
        }
    }
    wrapped + &format!("{blanks}{}\n", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_long_words_anywhere() {
        assert_eq!(wrap("one two  three", 9, 2), "  one two\n  three\n");
        assert_eq!(wrap("abcdefgh ij", 5, 0), "abcde\nfgh\nij\n");
        assert_eq!(wrap("", 5, 1), " \n");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(wrap("🌊🌊🌊", 4, 0), "🌊🌊\n🌊\n");
    }
}
