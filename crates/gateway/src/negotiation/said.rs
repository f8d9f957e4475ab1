//! What a side says that it can write, known here or not.

use super::STREAM;
use super::range::Range;

/// An offer as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) version: String,
    pub(crate) tables: Vec<String>,
    pub(crate) coders: Vec<String>,
}

impl Said {
    /// Of `Tokenwire-Offer`; `None` if there is no offer in it.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let range = Range::list(value).find(|range| range.is(STREAM))?;
        let parameters = range.parameters()?;
        let of = |name: &str, default: &str| {
            let found = parameters.iter().find(|(own, _)| own == name);
            found.map_or_else(|| default.to_owned(), |(_, value)| value.clone())
        };
        let list = |value: String| value.split('.').map(str::to_owned).collect();
        Some(Self {
            version: of("v", super::VERSION),
            tables: list(of("tables", "1.2.3.4.5.6.7.8.9.10.11.12")),
            coders: list(of("coders", "varint")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unknown_is_kept() {
        let said = Said::parse(&format!("{STREAM};v=3;tables=1.77;coders=varint.arith")).unwrap();
        assert_eq!(
            (&*said.version, said.tables, said.coders),
            ("3", vec!["1".into(), "77".into()], vec!["varint".into(), "arith".into()])
        );
        assert_eq!(Said::parse(STREAM).unwrap().tables.len(), 12);
        assert_eq!(Said::parse("text/html"), None);
    }
}
