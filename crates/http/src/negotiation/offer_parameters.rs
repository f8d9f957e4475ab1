//! The parameters of an offer as the peer wrote them, including unknown tables and coders.

use super::media_range::MediaRange;
use super::media_type::STREAM;
use super::version::{IMPLIED_TABLES, VERSION};

/// The parameters of an offer as the peer wrote them, including tables and coders that this release does not know.
///
/// [`Offer`](crate::Offer) contains only the usable values. This type is for tools that display all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferParameters {
    /// The version of the negotiation.
    pub version: String,
    /// The numbers of the tables.
    pub tables: Vec<String>,
    /// The names of the coders.
    pub coders: Vec<String>,
}

impl OfferParameters {
    /// Parses the value of a header such as `Tokenwire-Offer`. Returns `None` if it contains no offer.
    pub fn parse(value: &str) -> Option<Self> {
        let range = MediaRange::list(value).find(|range| range.is(STREAM))?;
        let parameters = range.parameters()?;
        let find =
            |name: &str| parameters.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let split = |list: &str| list.split('.').map(str::to_owned).collect();
        let implied = || IMPLIED_TABLES.map(|number| number.to_string()).collect();
        Some(Self {
            version: find("v").unwrap_or(VERSION).to_owned(),
            tables: find("tables").map_or_else(implied, split),
            coders: split(find("coders").unwrap_or("varint")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_values_are_preserved() {
        let offer = OfferParameters::parse(&format!("{STREAM};v=3;tables=1.77;coders=varint.arith")).unwrap();
        assert_eq!(
            (&*offer.version, offer.tables, offer.coders),
            ("3", vec!["1".into(), "77".into()], vec!["varint".into(), "arith".into()])
        );
        assert_eq!(OfferParameters::parse("text/html"), None);
    }

    #[test]
    fn omitted_parameters_have_the_values_of_version_1() {
        let offer = OfferParameters::parse(STREAM).unwrap();
        let tables: Vec<String> = (1..=12).map(|number| number.to_string()).collect();
        assert_eq!((&*offer.version, offer.tables, offer.coders), ("1", tables, vec!["varint".into()]));
    }
}
