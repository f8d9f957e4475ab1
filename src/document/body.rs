//! Encodes ids or text as the header and body of a document.

use super::header;
#[cfg(feature = "zstd")]
use crate::coder::zstd;
use crate::coder::{Coder, Content, gzip, prefix, thrift};
use crate::error::{Error, Result};
use crate::table::Table;
use crate::table_id::TableId;

/// The content of a document to be encoded, and its table.
#[derive(Clone, Copy)]
pub(super) struct Body<'a> {
    pub(super) table: &'a Table,
    pub(super) max_size: usize,
    /// The text, if tokenizing it returns `ids`. Only then may a coder store the text instead of the ids.
    pub(super) text: Option<&'a [u8]>,
    /// The ids. They may be empty if all coders to try store the text.
    pub(super) ids: &'a [u32],
}

impl Body<'_> {
    /// Appends header and body with the coder whose result is smallest. On a tie, the first coder is chosen.
    pub(super) fn write_smallest(&self, coders: &[Coder], out: &mut Vec<u8>) -> Result<()> {
        if let [coder] = coders {
            // With a single coder there is nothing to compare, so no candidate is allocated.
            let (coder, content) = self.resolve(*coder);
            return self.write(coder, content, out);
        }
        let mut coders: Vec<_> = coders.iter().map(|coder| self.resolve(*coder)).collect();
        // Without text, zstd resolves to hybrid, which is also in the list.
        coders.dedup();
        let mut smallest: Option<Vec<u8>> = None;
        for (coder, content) in coders {
            let mut candidate = Vec::new();
            match self.write(coder, content, &mut candidate) {
                // The varints may exceed a reader's limit for inflated bytes. The stored form, which comes first,
                // has no such limit.
                Err(Error::LimitExceeded { .. }) if smallest.is_some() => continue,
                other => other?,
            }
            if smallest.as_ref().is_none_or(|smallest| candidate.len() < smallest.len()) {
                smallest = Some(candidate);
            }
        }
        out.extend(smallest.unwrap_or_default());
        Ok(())
    }

    /// Returns the coder to use for the available content, and that content: text if the coder supports it,
    /// otherwise ids.
    fn resolve(&self, coder: Coder) -> (Coder, Content) {
        match coder {
            #[cfg(feature = "zstd")]
            Coder::Zstd if self.text.is_none() => (Coder::Hybrid, Content::Ids),
            _ if self.text.is_some() && coder.number(Content::Text).is_some() => (coder, Content::Text),
            _ => (coder, Content::Ids),
        }
    }

    /// Appends header and body with this coder.
    fn write(&self, coder: Coder, content: Content, out: &mut Vec<u8>) -> Result<()> {
        // Every pair that `resolve` returns has a number.
        let number = coder.number(content).unwrap_or_default();
        header::write(number, TableId::of(self.table), out);
        match coder {
            Coder::Stored if content == Content::Text => out.extend(self.checked_text()?),
            Coder::Stored => self.write_ids(out)?,
            Coder::Thrift => self.write_varints(out)?,
            Coder::Gzip => gzip::deflate(&self.varints()?, self.max_size, out)?,
            Coder::Prefix => self.write_words(out)?,
            #[cfg(feature = "zstd")]
            Coder::Zstd => zstd::compress(self.checked_text()?, self.max_size, out)?,
            #[cfg(feature = "zstd")]
            Coder::Hybrid => zstd::compress(&self.varints()?, self.max_size, out)?,
        }
        Ok(())
    }

    /// Returns the text, after a check that its ids are in the table.
    fn checked_text(&self) -> Result<&[u8]> {
        self.check_ids()?;
        Ok(self.text.unwrap_or_default())
    }

    fn write_ids(&self, out: &mut Vec<u8>) -> Result<()> {
        self.check_ids()?;
        out.extend(self.ids.iter().copied().flat_map(u32::to_le_bytes));
        Ok(())
    }

    fn check_ids(&self) -> Result<()> {
        let unknown = self.ids.iter().position(|id| *id >= self.table.size());
        unknown.map_or(Ok(()), |position| Err(self.unknown_id(position)))
    }

    fn varints(&self) -> Result<Vec<u8>> {
        let mut varints = Vec::new();
        self.write_varints(&mut varints).map(|()| varints)
    }

    fn write_varints(&self, out: &mut Vec<u8>) -> Result<()> {
        let mode = thrift::SimdMode::Fastest;
        let written = thrift::precomputed::encode(mode, self.ids, self.table.varints(), out);
        written.map_err(|position| self.unknown_id(position))
    }

    fn write_words(&self, out: &mut Vec<u8>) -> Result<()> {
        let mut encoder = prefix::Encoder::new();
        let pushed = encoder.push(self.ids, self.table.code_words(), out);
        pushed.map_err(|position| self.unknown_id(position))?;
        encoder.finish(out);
        Ok(())
    }

    fn unknown_id(&self, position: usize) -> Error {
        Error::unknown_id(self.ids, position, self.table.size())
    }
}
