//! One message of a corpus: a line of JSON.

use serde::Deserialize;

/// A text, and what kind of text it is.
pub(crate) struct Message {
    pub(crate) text: String,
    pub(crate) kind: Option<String>,
}

#[derive(Deserialize)]
struct Object {
    t: Option<String>,
    text: Option<String>,
    k: Option<String>,
}

impl Message {
    /// Reads `{"t": text, "k": kind}`; `text` stands for `t` too, and the kind may be missing.
    pub(crate) fn parse(line: &str) -> Result<Self, String> {
        let line = line.trim_start_matches('\u{feff}').trim();
        if !line.starts_with('{') {
            return Err("not a JSON object with the text in `t` or `text`".into());
        }
        let object: Object = serde_json::from_str(line).map_err(|error| super::bad_json(&error))?;
        let text = object.t.or(object.text).ok_or("no text in field `t` or `text`")?;
        Ok(Self { text, kind: object.k })
    }
}
