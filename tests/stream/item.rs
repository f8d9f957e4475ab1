//! The items of the streams in these tests. A number follows GROUP, a number and that many bytes follow LITERAL,
//! and nothing follows the other control codes. The fuzz target includes this file too.

use tokenwire::{Control, Result, StreamReader, StreamWriter, Symbol};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Token(u32),
    Code(Control),
    Group(u64),
    Literal(Vec<u8>),
    Flush,
}

/// A reader of items. It remembers how much of the current item has been read.
pub(super) struct ItemReader {
    pub(super) stream: StreamReader,
    progress: Part,
}

/// The progress of reading an item.
enum Part {
    Nothing,
    Group,
    Literal,
    Bytes(usize),
    Whole(Item),
}

/// The longest literal whose bytes are read. For a longer one, only the control code is returned.
const LONGEST: usize = 1000;

impl Item {
    pub(super) fn write(&self, writer: &mut StreamWriter, out: &mut Vec<u8>) {
        match self {
            Self::Token(id) => writer.token(*id, out).unwrap(),
            Self::Code(code) => writer.control(*code, out),
            Self::Flush => writer.flush(out),
            Self::Group(number) => {
                writer.control(Control::Group, out);
                writer.number(*number, out);
            }
            Self::Literal(bytes) => {
                writer.control(Control::Literal, out);
                writer.number(bytes.len() as u64, out);
                writer.bytes(bytes, out);
            }
        }
    }
}

impl ItemReader {
    pub(super) const fn new(stream: StreamReader) -> Self {
        Self { stream, progress: Part::Nothing }
    }

    /// Returns the next item once it is complete.
    pub(super) fn next(&mut self) -> Result<Option<Item>> {
        while let Some(part) = self.part()? {
            if let Part::Whole(item) = part {
                self.progress = Part::Nothing;
                return Ok(Some(item));
            }
            self.progress = part;
        }
        Ok(None)
    }

    /// Reads the next part of the current item.
    fn part(&mut self) -> Result<Option<Part>> {
        Ok(match self.progress {
            Part::Group => self.stream.number()?.map(|number| Part::Whole(Item::Group(number))),
            Part::Literal => self.stream.number()?.map(literal),
            Part::Bytes(len) => self.stream.bytes(len)?.map(|bytes| Part::Whole(Item::Literal(bytes))),
            _ => self.stream.symbol()?.map(begin),
        })
    }
}

/// Returns the progress after the first symbol of an item.
fn begin(symbol: Symbol) -> Part {
    match symbol {
        Symbol::Control(Control::Group) => Part::Group,
        Symbol::Control(Control::Literal) => Part::Literal,
        Symbol::Control(code) => Part::Whole(Item::Code(code)),
        Symbol::Token(id) => Part::Whole(Item::Token(id)),
    }
}

/// Returns the progress after the length of a literal.
fn literal(len: u64) -> Part {
    match usize::try_from(len) {
        Ok(len @ ..=LONGEST) => Part::Bytes(len),
        _ => Part::Whole(Item::Code(Control::Literal)),
    }
}
