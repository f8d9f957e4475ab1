//! What a side can read.

use super::accept::Accept;
use super::range::Range;
use super::{DICTIONARY, STREAM, VERSION};
use http::HeaderMap;
use std::fmt;
use tokenwire::{StreamCoder, Table};
use tokenwire_chat::Encoder;

/// Which streams a side can read.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Numbers of built-in tables, known or not.
    pub tables: Vec<u8>,
    /// Ways of writing symbols.
    pub coders: Vec<StreamCoder>,
}

/// Numbers that version 1 of the negotiation stands for.
const FIRST_TABLES: std::ops::RangeInclusive<u8> = 1..=12;

const CODERS: [(StreamCoder, &str); 2] = [(StreamCoder::Varint, "varint"), (StreamCoder::Prefix, "prefix")];

impl Default for Offer {
    /// All that this build reads.
    fn default() -> Self {
        let tables = FIRST_TABLES.filter(|number| Table::numbered(*number).is_ok()).collect();
        Self { tables, coders: CODERS.map(|(coder, _)| coder).to_vec() }
    }
}

impl Offer {
    /// What a media range offers, if we can write some of it.
    pub(super) fn read(range: Range<'_>) -> Option<Self> {
        let mut offer = Self { tables: FIRST_TABLES.collect(), coders: vec![StreamCoder::Varint] };
        for (name, value) in range.parameters()? {
            match name.as_str() {
                "v" if value != VERSION => return None,
                "tables" => offer.tables = numbers(&value)?,
                "coders" => offer.coders = value.split('.').filter_map(coder).collect(),
                "dict" if !numbers(&value)?.contains(&DICTIONARY) => return None,
                _ => {}
            }
        }
        offer.tables.retain(|number| Table::numbered(*number).is_ok());
        (!offer.tables.is_empty() && !offer.coders.is_empty()).then_some(offer)
    }

    /// What a request's headers offer, if we can write some of it.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        Accept::of(headers)?.offer.map(|(offer, _)| offer)
    }

    /// What writes such a stream, with a table that is offered.
    ///
    /// # Errors
    /// [`tokenwire::Error::Unsupported`] if none of the tables is known.
    pub fn encoder(&self, coder: StreamCoder) -> tokenwire::Result<Encoder> {
        Ok(Encoder::new().with_offered(&self.tables)?.with_coder(coder))
    }

    /// This coder if it is offered, or else the first that is.
    pub(crate) fn coder(&self, wanted: StreamCoder) -> StreamCoder {
        let first = self.coders.first().copied().unwrap_or(wanted);
        if self.coders.contains(&wanted) { wanted } else { first }
    }
}

pub(super) fn name(coder: StreamCoder) -> &'static str {
    CODERS.iter().find(|(own, _)| *own == coder).map_or("varint", |(_, name)| name)
}

impl fmt::Display for Offer {
    /// As in `Accept`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables: Vec<String> = self.tables.iter().map(u8::to_string).collect();
        let coders: Vec<&str> = self.coders.iter().map(|coder| name(*coder)).collect();
        let (tables, coders) = (tables.join("."), coders.join("."));
        write!(f, "{STREAM};v={VERSION};tables={tables};coders={coders};dict={DICTIONARY}")
    }
}

fn coder(name: &str) -> Option<StreamCoder> {
    CODERS.iter().find(|(_, own)| own.eq_ignore_ascii_case(name)).map(|(coder, _)| *coder)
}

/// Numbers with dots between. Those that fit no byte are skipped: nobody here has such a table.
fn numbers(list: &str) -> Option<Vec<u8>> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    list.split('.').all(digits).then(|| list.split('.').filter_map(|part| part.parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(value: &str) -> Option<Offer> {
        Range::list(value).filter(|range| range.is(STREAM)).find_map(Offer::read)
    }

    #[test]
    fn what_is_written_is_read() {
        let offer = Offer::default();
        assert_eq!(
            offer.to_string(),
            "application/vnd.tokenwire.stream;v=1;tables=1.2.3.4.5.6.7.8.9.10.11.12;coders=varint.prefix;dict=1"
        );
        assert_eq!(parse(&offer.to_string()), Some(offer));
    }

    #[test]
    fn what_is_left_out_is_the_first_set() {
        let offer = parse(STREAM).unwrap();
        assert_eq!((offer.tables.len(), offer.coders), (12, vec![StreamCoder::Varint]));
    }

    #[test]
    fn the_unknown_is_skipped_and_nothing_left_is_no_offer() {
        let read = |parameters: &str| parse(&format!("{STREAM};{parameters}"));
        assert_eq!(
            read("tables=200.2.999;coders=arith.Prefix;new=thing").unwrap(),
            Offer { tables: vec![2], coders: vec![StreamCoder::Prefix] }
        );
        for none in [
            "v=2",
            "tables=200",
            "tables=",
            "tables=1..2",
            "tables=-1",
            "tables=a",
            "coders=arith",
            "coders=",
            "dict=2",
            "v=1;v=1",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
