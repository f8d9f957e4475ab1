//! The numbers of the built-in tables.

use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::image::Release;
use crate::table::{Origin, Table};
use crate::vocab::Vocabulary;

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

/// Number of a built-in table, if its ids stand for what that number says.
pub(super) fn number_of(table: &Table, vocabulary: Option<Vocabulary>) -> Option<u8> {
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

/// The table of a number, and what its ids stand for.
pub(super) fn table(number: u8) -> Result<(Table, Encoding)> {
    let registered = usize::from(number).checked_sub(1).and_then(|index| TABLES.get(index));
    let (release, name) = registered.ok_or(Error::Unsupported { what: "table", number, known: KNOWN })?;
    let encoding = name.parse()?;
    Ok((Table::built_in(*release, encoding), encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_built_in_tables_belong_together() {
        for number in 1..=12 {
            let Ok((table, encoding)) = table(number) else { continue };
            assert_eq!(super::number(&table), Some(number));
            assert_eq!(table.size(), encoding.vocab_size());
        }
        for &encoding in Encoding::ALL {
            assert!(number(&Table::chat_2026(encoding)).is_some_and(|number| (1..=6).contains(&number)));
            assert!(number(&Table::tacc_0_1_0(encoding)).is_some_and(|number| (7..=12).contains(&number)));
        }
        assert!([0, 13, 255].map(table).iter().all(Result::is_err));
    }
}
