//! The string literals of a Rust source.

/// Returns the string literals of a source, in order. Comments, attributes, byte strings and unit tests at the end are
/// skipped.
///
/// A line break in a literal is shown as `\n`, and a backslash at the end of a line joins the lines as in Rust. All
/// other escapes remain as they are in the source.
pub(crate) fn literals(source: &str) -> Vec<String> {
    let source = source.replace("\r\n", "\n");
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut scanner = Scanner { rest: source, literals: Vec::new() };
    while !scanner.rest.is_empty() {
        scanner.step();
    }
    scanner.literals
}

struct Scanner<'a> {
    /// The part of the source that was not scanned yet.
    rest: &'a str,
    literals: Vec<String>,
}

impl<'a> Scanner<'a> {
    /// Scans one token, comment or attribute. Returns the character if it is punctuation or white space.
    fn step(&mut self) -> Option<char> {
        let first = self.rest.chars().next()?;
        match first {
            '/' if self.rest.starts_with("//") => self.skip_to("\n"),
            '/' if self.rest.starts_with("/*") => self.skip_to("*/"),
            '#' if self.rest.starts_with("#[") || self.rest.starts_with("#![") => self.attribute(),
            '"' => {
                let literal = self.string();
                self.literals.push(literal);
            }
            '\'' => self.char_or_lifetime(),
            letter if letter.is_alphanumeric() || letter == '_' => self.word(),
            other => {
                self.take(other.len_utf8());
                return Some(other);
            }
        }
        None
    }

    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        taken
    }

    /// Skips everything up to and including `end`.
    fn skip_to(&mut self, end: &str) {
        self.rest = self.rest.split_once(end).map_or("", |(_, rest)| rest);
    }

    /// Skips an attribute, with the strings in it.
    fn attribute(&mut self) {
        let count = self.literals.len();
        self.skip_to("[");
        let mut depth = 1;
        while depth > 0 && !self.rest.is_empty() {
            match self.step() {
                Some('[') => depth += 1,
                Some(']') => depth -= 1,
                _ => {}
            }
        }
        self.literals.truncate(count);
    }

    /// Skips an identifier, keyword or number. If it is the prefix of a raw or byte string, scans the string.
    fn word(&mut self) {
        let end = self.rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let word = self.take(end.unwrap_or(self.rest.len()));
        match word {
            "r" | "br" => self.raw_string(),
            "b" if self.rest.starts_with('"') => drop(self.string()),
            _ => {}
        }
    }

    /// Scans a raw string, from the number signs after its prefix.
    fn raw_string(&mut self) {
        let signs = self.rest.len() - self.rest.trim_start_matches('#').len();
        if !self.rest[signs..].starts_with('"') {
            return;
        }
        self.take(signs + 1);
        let end = format!("\"{}", "#".repeat(signs));
        let len = self.rest.find(&end).unwrap_or(self.rest.len());
        let literal = self.take(len).replace('\n', "\\n");
        self.literals.push(literal);
        self.skip_to(&end);
    }

    /// Scans a string, from its opening quote, and returns its text.
    fn string(&mut self) -> String {
        self.take(1);
        let mut text = String::new();
        while let Some(letter) = self.rest.chars().next() {
            self.take(letter.len_utf8());
            match letter {
                '"' => break,
                '\\' => text += self.escape(),
                '\n' => text += "\\n",
                other => text.push(other),
            }
        }
        text
    }

    /// Scans the character after a backslash, and returns the text to show for both.
    fn escape(&mut self) -> &'a str {
        if self.rest.starts_with('\n') {
            self.rest = self.rest.trim_start();
            return "";
        }
        match self.take(1) {
            "\"" => "\"",
            "n" => "\\n",
            "r" => "\\r",
            "t" => "\\t",
            "u" => "\\u",
            _ => "\\\\",
        }
    }

    /// Skips a character literal, or the quote of a lifetime.
    fn char_or_lifetime(&mut self) {
        let mut letters = self.rest.chars().skip(1);
        match (letters.next(), letters.next()) {
            (Some('\\'), Some(escaped)) => {
                self.take(2 + escaped.len_utf8());
                self.skip_to("'");
            }
            (Some(letter), Some('\'')) => drop(self.take(2 + letter.len_utf8())),
            _ => drop(self.take(1)),
        }
    }
}

#[test]
fn literals_are_found_outside_of_comments_attributes_and_tests() {
    let source = r##"
// A "comment".
#[arg(long, value_name = "A]", default_value = "b")]
fn f<'a>(x: &'a str, quote: char) {
    let _ = ('"', '\'', b'"', b"bytes", "one \"quoted\" {x}", r#"raw "two" x"#);
    format!("joined \
             lines\n and
another")
}
#[cfg(test)]
mod tests {
    const NOT_A_MESSAGE: &str = "test";
}
"##;
    let expected = ["one \"quoted\" {x}", "raw \"two\" x", "joined lines\\n and\\nanother"];
    assert_eq!(literals(source), expected);
}
