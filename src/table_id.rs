//! The id of a table in a document or stream: the number of a built-in table, or the fingerprint of a custom one.

use crate::error::{Error, Result};
use crate::fingerprint::Fingerprint;
use crate::table::Table;

/// The id of a table. A built-in table takes one byte, a custom table nine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableId {
    /// A number of the registry, counted from 1.
    Registered(u8),
    Custom(Fingerprint),
}

/// The byte before the fingerprint of a custom table, in place of a number.
const CUSTOM: u8 = 0;

impl TableId {
    pub(crate) fn of(table: &Table) -> Self {
        table.number().map_or_else(|| Self::Custom(table.fingerprint()), Self::Registered)
    }

    pub(crate) fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Registered(number) => out.push(number),
            Self::Custom(fingerprint) => {
                out.push(CUSTOM);
                out.extend(fingerprint.0);
            }
        }
    }

    /// Parses the id at the start of `bytes`. Returns it and the remaining bytes, or `None` if there are too few bytes.
    pub(crate) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        match bytes.split_first()? {
            (&CUSTOM, rest) => {
                let (fingerprint, rest) = rest.split_first_chunk()?;
                Some((Self::Custom(Fingerprint(*fingerprint)), rest))
            }
            (&number, rest) => Some((Self::Registered(number), rest)),
        }
    }

    /// Returns the table with this id. `custom` is the custom table that the reader was given.
    pub(crate) fn resolve(self, custom: Option<&Table>) -> Result<Table> {
        match self {
            Self::Registered(number) => Table::from_number(number),
            Self::Custom(expected) => {
                let given = custom.map(Table::fingerprint);
                let matching = custom.filter(|_| given == Some(expected)).cloned();
                matching.ok_or(Error::WrongTable { expected, given })
            }
        }
    }
}
