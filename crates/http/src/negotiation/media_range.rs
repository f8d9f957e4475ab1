//! Parses lists of media ranges, as in `Accept` (RFC 9110, section 12.5.1).

/// A media type or range with its parameters, as the peer wrote it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct MediaRange<'a> {
    pub(crate) text: &'a str,
}

impl<'a> MediaRange<'a> {
    /// Returns the media ranges in a header's value.
    pub(super) fn list(value: &'a str) -> impl Iterator<Item = Self> {
        split(value, ',').map(|text| Self { text }).filter(|range| !range.text.is_empty())
    }

    /// Returns the media type without its parameters.
    pub(super) fn essence(&self) -> &'a str {
        split(self.text, ';').next().unwrap_or_default()
    }

    /// Returns whether the range names this media type.
    pub(crate) fn is(&self, media_type: &str) -> bool {
        self.essence().eq_ignore_ascii_case(media_type)
    }

    /// Returns the names and values of the parameters, without quotes. Returns `None` if a parameter is neither
    /// `token=token` nor `token="string"`, or if a name occurs twice.
    pub(super) fn parameters(&self) -> Option<Vec<(String, String)>> {
        let mut all: Vec<(String, String)> = Vec::new();
        for text in split(self.text, ';').skip(1).filter(|text| !text.is_empty()) {
            let (name, value) = parameter(text)?;
            if all.iter().any(|(other, _)| *other == name) {
                return None;
            }
            all.push((name, value));
        }
        Some(all)
    }

    /// Returns the weight in thousandths: 1000 if there is no parameter `q`, and `None` if it is malformed.
    pub(super) fn weight(&self) -> Option<u16> {
        let parameters = self.parameters()?;
        parameters.iter().find(|(name, _)| name == "q").map_or(Some(1000), |(_, value)| thousandths(value))
    }
}

/// Splits at separators outside quotes, and trims spaces and tabs around the parts.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    let is_separator = move |char: char| {
        let was_escaped = escaped;
        escaped = quoted && !was_escaped && char == '\\';
        if char == '"' && !was_escaped {
            quoted = !quoted;
        }
        char == separator && !quoted
    };
    text.split(is_separator).map(|part| part.trim_matches([' ', '\t']))
}

/// Parses a parameter, and converts its name to lower case.
fn parameter(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    let value = match value.strip_prefix('"') {
        Some(quoted) => unquoted(quoted)?,
        None => Some(value).filter(|value| is_token(value))?.to_owned(),
    };
    is_token(name).then(|| (name.to_ascii_lowercase(), value))
}

/// Returns the content of a quoted string. `rest` begins after the opening quote.
fn unquoted(rest: &str) -> Option<String> {
    let (mut value, mut chars) = (String::new(), rest.chars());
    loop {
        match chars.next()? {
            '"' => return chars.next().is_none().then_some(value),
            '\\' => value.push(chars.next()?),
            char => value.push(char),
        }
    }
}

fn is_token(text: &str) -> bool {
    let byte = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(byte)
}

/// Parses a weight in thousandths, for example `0.8` as 800. A weight is at most 1 and has at most three decimals.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let digits = part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let part: u16 = format!("{part:0<3}").parse().ok().filter(|_| digits)?;
    match (whole, part) {
        ("0", _) => Some(part),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignores_separators_in_quotes() {
        let list: Vec<_> =
            MediaRange::list(r#"a/b;x="1,2;\"3" , c/d,, e/f "#).map(|range| range.text).collect();
        assert_eq!(list, [r#"a/b;x="1,2;\"3""#, "c/d", "e/f"]);
        let range = MediaRange { text: r#"a/b;x="1,2;\"3";Y=z"# };
        let all = [("x".to_owned(), "1,2;\"3".to_owned()), ("y".to_owned(), "z".to_owned())];
        assert_eq!(range.parameters().unwrap(), all);
    }

    #[test]
    fn rejects_malformed_parameters() {
        for text in ["a/b;x", "a/b;=1", "a/b;x=", "a/b;x=\"1", "a/b;x=\"1\"2", "a/b;x=1;X=2", "a/b;x=a b"] {
            assert_eq!(MediaRange { text }.parameters(), None, "{text}");
        }
    }

    #[test]
    fn parses_only_weights_of_the_grammar() {
        let good = [("1", 1000), ("1.000", 1000), ("0", 0), ("0.", 0), ("0.8", 800), ("0.123", 123)];
        assert!(good.iter().all(|(weight, value)| thousandths(weight) == Some(*value)));
        let bad = ["", "2", "1.001", "0.1234", "-1", ".5", "0.x", "00", "1e0", "0.+1"];
        assert!(bad.iter().all(|weight| thousandths(weight).is_none()));
    }
}
