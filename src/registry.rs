//! How a document or stream says which table it has: the number of a built-in one, or the fingerprint of another.

use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::fingerprint::Fingerprint;
use crate::image::Release;
use crate::table::{Origin, Table};
use crate::vocab::Vocabulary;

/// Which table, in one byte and maybe eight more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableId {
    /// From 1 on.
    Registered(u8),
    Custom(Fingerprint),
}

/// Number of a table that is not registered.
const CUSTOM: u8 = 0;

/// Tables of a release, in the same order in each.
const ENCODINGS: u8 = 6;
const KNOWN: &str = "tables 0 to 12";

/// Tables 1, 2, 3 ... A number that was given stays for ever; new tables go to the end.
const TABLES: [(Release, &str); 12] = [
    (Release::Chat2026, "cl100k_base"),
    (Release::Chat2026, "o200k_base"),
    (Release::Chat2026, "o200k_harmony"),
    (Release::Chat2026, "p50k_base"),
    (Release::Chat2026, "p50k_edit"),
    (Release::Chat2026, "r50k_base"),
    (Release::Tacc010, "cl100k_base"),
    (Release::Tacc010, "o200k_base"),
    (Release::Tacc010, "o200k_harmony"),
    (Release::Tacc010, "p50k_base"),
    (Release::Tacc010, "p50k_edit"),
    (Release::Tacc010, "r50k_base"),
];

impl TableId {
    /// Of a table whose ids stand for these tokens, where that is known.
    pub(crate) fn of(table: &Table, vocabulary: Option<Vocabulary>) -> Self {
        let number = number_of(table, vocabulary);
        number.map_or_else(|| Self::Custom(table.fingerprint()), Self::Registered)
    }

    /// Appends it.
    pub(crate) fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Registered(number) => out.push(number),
            Self::Custom(fingerprint) => {
                out.push(CUSTOM);
                out.extend(fingerprint.0);
            }
        }
    }

    /// What these bytes begin with, and the rest, unless they are too few.
    pub(crate) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        match bytes.split_first()? {
            (&CUSTOM, rest) => {
                let (fingerprint, rest) = rest.split_first_chunk()?;
                Some((Self::Custom(Fingerprint(*fingerprint)), rest))
            }
            (&number, rest) => Some((Self::Registered(number), rest)),
        }
    }

    /// The table, and what its ids stand for where that is said. `own` is the table that the reader was given.
    pub(crate) fn table(self, own: Option<&Table>) -> Result<(Table, Option<Vocabulary>)> {
        match self {
            Self::Registered(number) => {
                let (table, encoding) = registered(number)?;
                Ok((table, Some(Vocabulary::of(encoding))))
            }
            Self::Custom(document) => {
                let given = own.map(Table::fingerprint);
                let own = own.filter(|_| given == Some(document)).cloned();
                Ok((own.ok_or(Error::OtherTable { document, given })?, None))
            }
        }
    }
}

/// Number of a built-in table, if its ids stand for what that number says.
fn number_of(table: &Table, vocabulary: Option<Vocabulary>) -> Option<u8> {
    let number = number(table)?;
    let of_release = |number| (number - 1) % ENCODINGS;
    let own = |vocabulary: Vocabulary| self::number(&Table::chat_2026(vocabulary.encoding())).map(of_release);
    vocabulary.is_none_or(|vocabulary| own(vocabulary) == Some(of_release(number))).then_some(number)
}

/// Number of a built-in table.
fn number(table: &Table) -> Option<u8> {
    let Origin::BuiltIn(release, encoding) = table.origin() else { return None };
    // These two are one table.
    let name = if encoding.name() == "gpt2" { "r50k_base" } else { encoding.name() };
    (1..).zip(TABLES).find(|&(_, registered)| registered == (release, name)).map(|(number, _)| number)
}

impl Table {
    /// The built-in table of a number (`docs/format.md`, "Document"), and what its ids stand for.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for a number that is not given; [`Error::UnknownName`] where its vocabulary is not compiled in.
    pub fn numbered(number: u8) -> Result<(Self, Encoding)> {
        registered(number)
    }
}

/// The table of a number, and what its ids stand for.
fn registered(number: u8) -> Result<(Table, Encoding)> {
    let entry = usize::from(number).checked_sub(1).and_then(|index| TABLES.get(index));
    let (release, name) = entry.ok_or(Error::Unsupported { what: "table", number, known: KNOWN })?;
    let encoding = name.parse()?;
    Ok((Table::built_in(*release, encoding), encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_built_in_tables_belong_together() {
        for number in 1..=12 {
            let Ok((table, encoding)) = registered(number) else { continue };
            assert_eq!(super::number(&table), Some(number));
            assert_eq!(table.size(), encoding.vocab_size());
        }
        for &encoding in Encoding::ALL {
            assert!(number(&Table::chat_2026(encoding)).is_some_and(|number| (1..=6).contains(&number)));
            assert!(number(&Table::tacc_0_1_0(encoding)).is_some_and(|number| (7..=12).contains(&number)));
        }
        assert!([0, 13, 255].map(registered).iter().all(Result::is_err));
    }
}
