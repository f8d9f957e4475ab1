//! The registry: the numbers that documents, streams and HTTP headers use to identify the built-in tables.

use crate::encoding::Encoding;
use crate::image::Release;

/// A number and its table. An assigned number never changes. New entries go to the end.
struct Entry {
    number: u8,
    release: Release,
    /// The name of the encoding, which may not be compiled in.
    encoding: &'static str,
}

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { number: 1, release: Release::Chat2026, encoding: "cl100k_base" },
    Entry { number: 2, release: Release::Chat2026, encoding: "o200k_base" },
    Entry { number: 3, release: Release::Chat2026, encoding: "o200k_harmony" },
    Entry { number: 4, release: Release::Chat2026, encoding: "p50k_base" },
    Entry { number: 5, release: Release::Chat2026, encoding: "p50k_edit" },
    Entry { number: 6, release: Release::Chat2026, encoding: "r50k_base" },
    Entry { number: 7, release: Release::Tacc010, encoding: "cl100k_base" },
    Entry { number: 8, release: Release::Tacc010, encoding: "o200k_base" },
    Entry { number: 9, release: Release::Tacc010, encoding: "o200k_harmony" },
    Entry { number: 10, release: Release::Tacc010, encoding: "p50k_base" },
    Entry { number: 11, release: Release::Tacc010, encoding: "p50k_edit" },
    Entry { number: 12, release: Release::Tacc010, encoding: "r50k_base" },
    // The tests have a thirteenth entry, which follows no pattern. They fail if any code assumes twelve entries.
    #[cfg(test)]
    Entry { number: 255, release: Release::Next, encoding: "o200k_base" },
];

/// The registered numbers, as an error message lists them.
pub(crate) const KNOWN: &str = "tables 1 to 12";

/// Returns all numbers, in ascending order.
pub(crate) fn numbers() -> impl DoubleEndedIterator<Item = u8> {
    ENTRIES.iter().map(|entry| entry.number)
}

/// Returns the release and the name of the encoding for a number.
pub(crate) fn entry(number: u8) -> Option<(Release, &'static str)> {
    let found = ENTRIES.iter().find(|entry| entry.number == number);
    found.map(|entry| (entry.release, entry.encoding))
}

/// Returns the number of a release's table for an encoding. Encodings with the same ids share a number, as gpt2
/// and `r50k_base` do.
pub(crate) fn number(release: Release, encoding: Encoding) -> Option<u8> {
    let same = |name: &str| name.parse().is_ok_and(|other: Encoding| other.has_ids_of(encoding));
    let found = ENTRIES.iter().find(|entry| entry.release == release && same(entry.encoding));
    found.map(|entry| entry.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::table::Table;

    #[test]
    fn numbers_are_unique_and_identify_their_tables() {
        let all: Vec<u8> = numbers().collect();
        assert!(all.is_sorted_by(|a, b| a < b) && !all.contains(&0) && all.len() > 12);
        for number in all {
            let Ok(table) = Table::from_number(number) else { continue };
            assert_eq!(table.number(), Some(number));
            assert_eq!(Some(table.size()), table.encoding().map(Encoding::vocab_size));
        }
        for unknown in [0, 100, 254] {
            let error = Table::from_number(unknown).unwrap_err();
            assert!(matches!(error, Error::Unsupported { what: "table", number, .. } if number == unknown));
        }
    }

    #[test]
    fn the_error_message_lists_the_registered_numbers() {
        // The last number is the tests' own.
        let last = numbers().rev().nth(1).unwrap();
        assert_eq!(KNOWN, format!("tables 1 to {last}"));
    }

    #[test]
    fn every_built_in_table_has_a_number() {
        for &encoding in Encoding::ALL {
            for (table, release) in [
                (Table::chat_2026(encoding), Release::Chat2026),
                (Table::tacc_0_1_0(encoding), Release::Tacc010),
            ] {
                let entry = table.number().and_then(entry);
                assert!(entry.is_some_and(|(registered, _)| registered == release), "{encoding}");
            }
        }
    }

    #[cfg(feature = "o200k")]
    #[test]
    fn documents_and_streams_work_with_a_thirteenth_table() {
        use crate::{Document, DocumentWriter, StreamReader, StreamWriter};
        let table = Table::from_number(255).unwrap();
        assert_eq!((table.number(), table.encoding()), (Some(255), Some(Encoding::O200kBase)));
        assert!(Table::registered().any(|table| table.number() == Some(255)));
        let ids = [13225, 2375, 0, 200_018];
        let document = DocumentWriter::from_table(table.clone()).encode(&ids).unwrap();
        assert_eq!(document[1], 255);
        let read = Document::open(&document).unwrap();
        assert_eq!(
            (read.table().encoding(), read.decode().unwrap()),
            (Some(Encoding::O200kBase), ids.to_vec())
        );
        let (mut writer, mut stream) = (StreamWriter::from_table(table), Vec::new());
        writer.tokens(&ids, &mut stream).unwrap();
        writer.end(&mut stream);
        assert_eq!(stream[1], 255);
        let (mut reader, mut read) = (StreamReader::new(), Vec::new());
        reader.push(&stream);
        assert!(reader.tokens(&mut read).unwrap());
        assert_eq!(read, ids);
        assert_eq!(reader.header().unwrap().unwrap().table().number(), Some(255));
    }

    #[cfg(feature = "r50k")]
    #[test]
    fn gpt2_shares_the_number_of_r50k_base() {
        assert_eq!(Table::chat_2026(Encoding::Gpt2).number(), Table::chat_2026(Encoding::R50kBase).number());
    }
}
