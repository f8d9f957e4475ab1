//! The token streams that a side can read.

use super::media_range::MediaRange;
use super::media_type::STREAM;
use super::version::{IMPLIED_TABLES, VERSION};
use std::fmt;
use tokenwire::{StreamCoder, Table};
use tokenwire_chat::DICTIONARY;
#[cfg(feature = "encode")]
use tokenwire_chat::Encoder;

/// The token streams that a side can read, as a media range in `Accept`.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The numbers of the offered tables.
    tables: Vec<u8>,
    /// The offered coders, in order of preference.
    coders: Vec<StreamCoder>,
}

impl Default for Offer {
    fn default() -> Self {
        Self::new()
    }
}

impl Offer {
    /// Creates an offer of every registered table and every coder of this build.
    pub fn new() -> Self {
        let offer = Self { tables: Vec::new(), coders: StreamCoder::ALL.to_vec() };
        offer.with_tables(Table::registered())
    }

    /// Replaces the offered tables. Custom tables are ignored, since they have no registered number.
    #[must_use]
    pub fn with_tables(self, tables: impl IntoIterator<Item = Table>) -> Self {
        Self { tables: tables.into_iter().filter_map(|table| table.number()).collect(), ..self }
    }

    /// Replaces the offered coders, given in order of preference.
    #[must_use]
    pub fn with_coders(self, coders: impl IntoIterator<Item = StreamCoder>) -> Self {
        Self { coders: coders.into_iter().collect(), ..self }
    }

    /// Parses the offer in a media range, without tables and coders that this build does not know. Returns `None` if
    /// the range is malformed or no table or coder remains.
    pub(super) fn from_range(range: MediaRange<'_>) -> Option<Self> {
        let mut offer = Self { tables: IMPLIED_TABLES.collect(), coders: vec![StreamCoder::Varint] };
        for (name, value) in range.parameters()? {
            match name.as_str() {
                "v" if value != VERSION => return None,
                "tables" => offer.tables = numbers(&value)?,
                "coders" => offer.coders = value.split('.').filter_map(coder).collect(),
                "dict" if !numbers(&value)?.contains(&DICTIONARY) => return None,
                _ => {}
            }
        }
        offer.tables.retain(|number| Table::from_number(*number).is_ok());
        (!offer.is_empty()).then_some(offer)
    }

    /// Returns an encoder that writes with `coder` and one of the offered tables, or `None` if this build has none of
    /// them.
    #[cfg(feature = "encode")]
    pub fn encoder(&self, coder: StreamCoder) -> Option<Encoder> {
        let tables: Vec<Table> =
            self.tables.iter().filter_map(|number| Table::from_number(*number).ok()).collect();
        (!tables.is_empty()).then(|| Encoder::new().with_tables(tables).with_coder(coder))
    }

    /// Returns `preferred` if it is offered, otherwise the first offered coder.
    #[cfg(feature = "encode")]
    pub(crate) fn choose_coder(&self, preferred: StreamCoder) -> StreamCoder {
        let first = self.coders.first().copied().unwrap_or(preferred);
        if self.coders.contains(&preferred) { preferred } else { first }
    }

    /// Returns whether no stream can satisfy the offer.
    pub(crate) fn is_empty(&self) -> bool {
        self.tables.is_empty() || self.coders.is_empty()
    }
}

impl fmt::Display for Offer {
    /// Formats the offer as a media range in `Accept`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables: Vec<String> = self.tables.iter().map(u8::to_string).collect();
        let coders: Vec<&str> = self.coders.iter().map(|coder| coder.name()).collect();
        let (tables, coders) = (tables.join("."), coders.join("."));
        write!(f, "{STREAM};v={VERSION};tables={tables};coders={coders};dict={DICTIONARY}")
    }
}

/// Parses the name of a coder, ignoring case. Returns `None` for a coder that this build does not know.
fn coder(name: &str) -> Option<StreamCoder> {
    name.to_ascii_lowercase().parse().ok()
}

/// Parses numbers separated by dots. Numbers above 255 are skipped, since no table of this build has such a number.
fn numbers(list: &str) -> Option<Vec<u8>> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    list.split('.').all(digits).then(|| list.split('.').filter_map(|part| part.parse().ok()).collect())
}

#[cfg(test)]
#[cfg(all(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k"))]
mod tests {
    use super::*;

    fn parse(value: &str) -> Option<Offer> {
        MediaRange::list(value).filter(|range| range.is(STREAM)).find_map(Offer::from_range)
    }

    #[test]
    fn an_offer_of_everything_round_trips() {
        let offer = Offer::new();
        let numbers: Vec<String> =
            Table::registered().filter_map(|table| Some(table.number()?.to_string())).collect();
        let tables = numbers.join(".");
        assert!(tables.starts_with("1.2.3.4.5.6.7.8.9.10.11.12"));
        assert_eq!(
            offer.to_string(),
            format!("application/vnd.tokenwire.stream;v=1;tables={tables};coders=varint.prefix;dict=1")
        );
        assert_eq!(parse(&offer.to_string()), Some(offer));
    }

    #[test]
    fn omitted_parameters_have_the_values_of_version_1() {
        let offer = parse(STREAM).unwrap();
        assert_eq!((offer.tables, offer.coders), ((1..=12).collect(), vec![StreamCoder::Varint]));
    }

    #[test]
    fn skips_unknown_values_and_rejects_an_empty_offer() {
        let parse = |parameters: &str| parse(&format!("{STREAM};{parameters}"));
        assert_eq!(
            parse("tables=200.2.999;coders=arith.Prefix;new=thing").unwrap(),
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
            assert_eq!(parse(none), None, "{none}");
        }
    }
}
