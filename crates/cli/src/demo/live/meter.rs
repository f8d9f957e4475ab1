//! Formats the number of bytes that have passed, as lines for the screen.

use anstyle::{AnsiColor, Style};

/// The number of tokens and bytes that have passed so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) tokens: usize,
    pub(super) sse: usize,
    pub(super) stream: usize,
    /// The value of `sse` at the end of the response.
    pub(super) whole: usize,
}

/// The number of columns beside the bar.
const TEXT_COLUMNS: usize = 67;
const MIN_BAR: usize = 8;
const MAX_BAR: usize = 32;
/// Bars of zero to seven eighths of a column.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

impl Reading {
    /// Formats one line per hop, with bars on the same scale.
    pub(super) fn lines(&self, columns: usize) -> [String; 2] {
        let green = AnsiColor::Green.on_default().bold();
        [
            self.line(columns, Style::new(), ("model server → gateway", "SSE"), self.sse),
            self.line(columns, green, ("gateway → connect", "token stream"), self.stream),
        ]
    }

    fn line(&self, columns: usize, style: Style, (hop, form): (&str, &str), bytes: usize) -> String {
        let each = bytes as f64 / self.tokens.max(1) as f64;
        let sizes = format!("{bytes:>6} bytes {each:>6.1} a token");
        let text = match columns.checked_sub(TEXT_COLUMNS) {
            Some(bar) if bar >= MIN_BAR => {
                format!("{hop:<22}  {form:<12}  {sizes}  {}", self.bar(bytes, bar.min(MAX_BAR)))
            }
            _ if columns >= TEXT_COLUMNS - 2 => format!("{hop:<22}  {form:<12}  {sizes}"),
            _ if columns >= 41 => format!("{form:<12}  {sizes}"),
            _ => format!("{form:<12} {bytes:>6} {each:>6.1}"),
        };
        format!("{style}{}{style:#}", text.trim_end())
    }

    fn bar(&self, bytes: usize, columns: usize) -> String {
        let eighths = (bytes * columns * 8).div_ceil(self.whole.max(1)).min(columns * 8);
        let part = EIGHTHS.get(eighths % 8).copied().unwrap_or_default();
        "█".repeat(eighths / 8) + part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use console::measure_text_width;

    #[test]
    fn lines_fit_the_width_and_show_the_sizes() {
        let reading = Reading { tokens: 174, sse: 53_275, stream: 412, whole: 53_275 };
        for columns in 28..140 {
            let lines = reading.lines(columns);
            assert!(lines.iter().all(|line| measure_text_width(line) <= columns), "{columns}: {lines:?}");
            assert!(lines[0].contains("53275") && lines[1].contains("2.4"), "{columns}: {lines:?}");
        }
    }

    #[test]
    fn bars_have_the_same_scale() {
        let reading = Reading { tokens: 1, sse: 50, stream: 1, whole: 100 };
        assert_eq!((reading.bar(50, 8), reading.bar(1, 8)), ("████".into(), "▏".into()));
        assert_eq!((reading.bar(101, 8), reading.bar(0, 8)), ("████████".into(), String::new()));
    }
}
