//! Text in lines of a width.

use console::{Term, measure_text_width};

/// What is read with ease is no wider.
const WIDEST: usize = 100;

/// Columns that text may take: of the terminal, if there is one.
pub(crate) fn columns() -> usize {
    let columns = Term::stdout().size_checked().map_or(WIDEST, |(_, columns)| usize::from(columns));
    columns.saturating_sub(1).clamp(20, WIDEST)
}

/// If the line has grown too wide, what of it makes a line by itself; the rest stays.
pub(crate) fn broken(line: &mut String, columns: usize) -> Option<String> {
    let text = line.trim_end();
    if measure_text_width(text) <= columns {
        return None;
    }
    let blank = text.rfind(' ').filter(|at| !text.get(..*at).unwrap_or_default().trim().is_empty());
    let last = || text.char_indices().next_back().map_or(0, |(at, _)| at);
    let rest = line.split_off(blank.map_or_else(last, |at| at + 1));
    Some(std::mem::replace(line, rest).trim_end().to_owned())
}

/// Broken between words, each line with so many blanks before it.
pub(crate) fn wrapped(text: &str, columns: usize, indent: usize) -> String {
    let (mut all, mut line) = (String::new(), String::new());
    let blanks = " ".repeat(indent);
    for char in text.chars() {
        line.push(char);
        if let Some(before) = broken(&mut line, columns.saturating_sub(indent).max(1)) {
            all += &format!("{blanks}{before}\n");
        }
    }
    all + &format!("{blanks}{}\n", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_long_words_anywhere() {
        assert_eq!(wrapped("one two  three", 9, 2), "  one two\n  three\n");
        assert_eq!(wrapped("abcdefgh ij", 5, 0), "abcde\nfgh\nij\n");
        assert_eq!(wrapped("", 5, 1), " \n");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(wrapped("🌊🌊🌊", 4, 0), "🌊🌊\n🌊\n");
    }
}
