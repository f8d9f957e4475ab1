//! The token streams that a side can read.

use super::coder_name;
use super::media_range::MediaRange;
use super::media_type::STREAM;
use super::version::{DICTIONARY, IMPLIED_TABLES, VERSION};
use std::fmt;
use tokenwire::{StreamCoder, Table};

/// The token streams that a side can read, as a media range in `Accept`.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Numbers of built-in tables.
    pub tables: Vec<u8>,
    /// Stream coders, by preference.
    pub coders: Vec<StreamCoder>,
}

impl Default for Offer {
    /// Offers every table and every coder of this build.
    fn default() -> Self {
        Self {
            tables: (0..=u8::MAX).filter(|number| is_registered(*number)).collect(),
            coders: coder_name::all(),
        }
    }
}

impl Offer {
    /// Returns what a media range offers, restricted to what this build knows. `None` if nothing is left.
    pub(super) fn from_range(range: MediaRange<'_>) -> Option<Self> {
        let mut offer = Self { tables: IMPLIED_TABLES.collect(), coders: vec![StreamCoder::Varint] };
        for (name, value) in range.parameters()? {
            match name.as_str() {
                "v" if value != VERSION => return None,
                "tables" => offer.tables = numbers(&value)?,
                "coders" => offer.coders = value.split('.').filter_map(coder_name::parse).collect(),
                "dict" if !numbers(&value)?.contains(&DICTIONARY) => return None,
                _ => {}
            }
        }
        offer.tables.retain(|number| is_registered(*number));
        (!offer.tables.is_empty() && !offer.coders.is_empty()).then_some(offer)
    }

    /// Returns a chat encoder that writes with `coder` and an offered table.
    ///
    /// # Errors
    /// [`tokenwire::Error::Unsupported`] if no offered table is in this build.
    #[cfg(feature = "encode")]
    pub fn encoder(&self, coder: StreamCoder) -> tokenwire::Result<tokenwire_chat::Encoder> {
        Ok(tokenwire_chat::Encoder::new().with_offered(&self.tables)?.with_coder(coder))
    }

    /// Returns `preferred` if it is offered, otherwise the first coder that is.
    #[cfg(feature = "encode")]
    pub(crate) fn choose_coder(&self, preferred: StreamCoder) -> StreamCoder {
        let first = self.coders.first().copied().unwrap_or(preferred);
        if self.coders.contains(&preferred) { preferred } else { first }
    }
}

impl fmt::Display for Offer {
    /// Formats the offer as in `Accept`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables: Vec<String> = self.tables.iter().map(u8::to_string).collect();
        let coders: Vec<&str> = self.coders.iter().map(|coder| coder_name::name(*coder)).collect();
        let (tables, coders) = (tables.join("."), coders.join("."));
        write!(f, "{STREAM};v={VERSION};tables={tables};coders={coders};dict={DICTIONARY}")
    }
}

fn is_registered(number: u8) -> bool {
    Table::numbered(number).is_ok()
}

/// Parses numbers separated by dots. Numbers above 255 are skipped, since no table of this build has one.
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
    fn the_default_offer_round_trips() {
        let offer = Offer::default();
        assert_eq!(
            offer.to_string(),
            "application/vnd.tokenwire.stream;v=1;tables=1.2.3.4.5.6.7.8.9.10.11.12;coders=varint.prefix;dict=1"
        );
        assert_eq!(parse(&offer.to_string()), Some(offer));
    }

    #[test]
    fn omitted_parameters_have_the_values_of_version_1() {
        let offer = parse(STREAM).unwrap();
        assert_eq!((offer.tables, offer.coders), ((1..=12).collect(), vec![StreamCoder::Varint]));
    }

    #[test]
    fn unknown_values_are_skipped_and_an_empty_offer_is_none() {
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
