//! The token streams that a side can read.

#[cfg(feature = "encode")]
use super::answer::Answer;
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
    /// The number of ranks that the side knows of each table, or `None` for all.
    ranks: Option<u32>,
}

impl Default for Offer {
    fn default() -> Self {
        Self::new()
    }
}

impl Offer {
    /// Creates an offer of every registered table and every coder of this build.
    pub fn new() -> Self {
        let offer = Self { tables: Vec::new(), coders: StreamCoder::ALL.to_vec(), ranks: None };
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

    /// Limits the tokens of streams to the first `ranks` ranks of their table, for a side that does not have the whole
    /// vocabulary. An offer of 0 ranks is never sent.
    #[must_use]
    pub fn with_ranks(self, ranks: u32) -> Self {
        Self { ranks: Some(ranks), ..self }
    }

    /// Parses the offer in a media range, without tables and coders that this build does not know. Returns `None` if
    /// the range is malformed or no table, coder or rank remains.
    pub(super) fn from_range(range: MediaRange<'_>) -> Option<Self> {
        let coders = vec![StreamCoder::Varint];
        let mut offer = Self { tables: IMPLIED_TABLES.collect(), coders, ranks: None };
        for (name, value) in range.parameters()? {
            match name.as_str() {
                "v" if value != VERSION => return None,
                "tables" => offer.tables = numbers(&value)?,
                "coders" => offer.coders = value.split('.').filter_map(coder).collect(),
                "ranks" => offer.ranks = Some(decimal(&value)?),
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
        let tables: Vec<Table> = self.known_tables().collect();
        let ranks = self.ranks.unwrap_or(u32::MAX);
        (!tables.is_empty()).then(|| Encoder::new().with_tables(tables).with_coder(coder).with_ranks(ranks))
    }

    /// Returns the headers of a response with the stream of [`encoder`](Self::encoder).
    ///
    /// They repeat the offer's limit on ranks if at least one of the offered tables has more ranks.
    #[cfg(feature = "encode")]
    pub fn answer(&self, coder: StreamCoder) -> Answer {
        let limits = |ranks: &u32| self.known_tables().any(|table| *ranks < table.size());
        Answer::new(coder).with_ranks(self.ranks.filter(limits))
    }

    /// Returns the offered tables that this build has.
    #[cfg(feature = "encode")]
    fn known_tables(&self) -> impl Iterator<Item = Table> {
        self.tables.iter().filter_map(|number| Table::from_number(*number).ok())
    }

    /// Returns `preferred` if it is offered, otherwise the first offered coder.
    #[cfg(feature = "encode")]
    pub(crate) fn choose_coder(&self, preferred: StreamCoder) -> StreamCoder {
        let first = self.coders.first().copied().unwrap_or(preferred);
        if self.coders.contains(&preferred) { preferred } else { first }
    }

    /// Returns whether no stream can satisfy the offer.
    pub(crate) fn is_empty(&self) -> bool {
        self.tables.is_empty() || self.coders.is_empty() || self.ranks == Some(0)
    }
}

impl fmt::Display for Offer {
    /// Formats the offer as a media range in `Accept`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables: Vec<String> = self.tables.iter().map(u8::to_string).collect();
        let coders: Vec<&str> = self.coders.iter().map(|coder| coder.name()).collect();
        let (tables, coders) = (tables.join("."), coders.join("."));
        write!(f, "{STREAM};v={VERSION};tables={tables};coders={coders};dict={DICTIONARY}")?;
        self.ranks.map_or(Ok(()), |ranks| write!(f, ";ranks={ranks}"))
    }
}

/// Parses the name of a coder, ignoring case. Returns `None` for a coder that this build does not know.
fn coder(name: &str) -> Option<StreamCoder> {
    name.to_ascii_lowercase().parse().ok()
}

/// Parses numbers separated by dots. Numbers above 255 are skipped, since no table of this build has such a number.
fn numbers(list: &str) -> Option<Vec<u8>> {
    list.split('.').all(is_decimal).then(|| list.split('.').filter_map(|part| part.parse().ok()).collect())
}

/// Parses a number. Returns `None` if it is malformed or has more than 32 bits.
fn decimal(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| is_decimal(text))
}

fn is_decimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
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
            Offer { tables: vec![2], coders: vec![StreamCoder::Prefix], ranks: None }
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
            "ranks=0",
            "ranks=000",
            "ranks=+1",
            "ranks=-1",
            "ranks=1.2",
            "ranks=x",
            "ranks=\"\"",
            "ranks=4294967296",
            "ranks=1;ranks=1",
            "v=1;v=1",
        ] {
            assert_eq!(parse(none), None, "{none}");
        }
    }

    #[test]
    fn a_limit_on_ranks_round_trips() {
        let offer = Offer::new().with_ranks(16384);
        assert!(offer.to_string().ends_with(";dict=1;ranks=16384"));
        assert_eq!(parse(&offer.to_string()), Some(offer));
        for (text, ranks) in [("1", 1), ("016384", 16384), ("\"7\"", 7), ("4294967295", u32::MAX)] {
            assert_eq!(parse(&format!("{STREAM};Ranks={text}")).unwrap().ranks, Some(ranks), "{text}");
        }
        assert!(Offer::new().with_ranks(0).is_empty());
    }

    #[test]
    #[cfg(feature = "encode")]
    fn the_answer_repeats_a_limit_below_the_size_of_a_table() {
        let answer =
            |parameters: &str| parse(&format!("{STREAM};{parameters}")).unwrap().answer(StreamCoder::Varint);
        let [small, large] = [6, 2].map(|number| Table::from_number(number).unwrap().size());
        assert!(small < large);
        for (parameters, expected) in [
            ("tables=6".to_owned(), None),
            (format!("tables=6;ranks={}", small - 1), Some(small - 1)),
            (format!("tables=6;ranks={small}"), None),
            (format!("tables=6.2;ranks={small}"), Some(small)),
            (format!("tables=2.6;ranks={large}"), None),
        ] {
            let limited = Answer::new(StreamCoder::Varint).with_ranks(expected);
            assert_eq!(answer(&parameters), limited, "{parameters}");
        }
    }
}
