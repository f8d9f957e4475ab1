//! A line of token ids.

use crate::corpus::bad_json;
use serde::Deserialize;

pub(super) enum Ids {
    Message {
        ids: Vec<u32>,
        kind: Option<String>,
    },
    /// One id, which the other lines go on from.
    Loose(u32),
}

#[derive(Deserialize)]
struct Object {
    ids: Vec<u32>,
    k: Option<String>,
}

impl Ids {
    /// Reads `[1, 2]`, `{"ids": [1, 2], "k": kind}` or `1`, of ids below `size`.
    pub(super) fn parse(line: &str, size: u32) -> Result<Self, String> {
        let line = line.trim_start_matches('\u{feff}').trim();
        let ids = match line.as_bytes().first() {
            Some(b'[') => Self::Message { ids: json(line)?, kind: None },
            Some(b'{') => {
                let object: Object = json(line)?;
                Self::Message { ids: object.ids, kind: object.k }
            }
            _ => Self::Loose(number(line)?),
        };
        ids.check(size)
    }

    fn check(self, size: u32) -> Result<Self, String> {
        let large = match &self {
            Self::Message { ids, .. } => ids.iter().find(|&&id| id >= size),
            Self::Loose(id) => Some(id).filter(|&&id| id >= size),
        };
        match large {
            Some(id) => Err(format!("id {id} is not below the vocabulary size {size}")),
            None => Ok(self),
        }
    }
}

fn json<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| bad_json(&error))
}

fn number(line: &str) -> Result<u32, String> {
    let digits = line.bytes().all(|byte| byte.is_ascii_digit());
    let number = line.parse().ok().filter(|_| digits);
    number.ok_or_else(|| {
        let shown: String = line.chars().take(24).collect();
        format!("`{shown}` is not a token id, a JSON array of them, or JSON with one in field `ids`")
    })
}
