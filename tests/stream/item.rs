//! What a stream is made of here: a number follows GROUP, a number and so many bytes follow LITERAL, nothing follows the
//! other codes. The fuzz target's body takes this for its own.

use tokenwire::{Control, Result, StreamReader, StreamWriter, Symbol};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Token(u32),
    Code(Control),
    Group(u64),
    Literal(Vec<u8>),
    Flush,
}

/// A reader that keeps what it has of an item.
pub(super) struct ItemReader {
    pub(super) stream: StreamReader,
    begun: Part,
}

/// How far an item is.
enum Part {
    Nothing,
    Group,
    Literal,
    Bytes(usize),
    Whole(Item),
}

/// Longer literals are not waited for.
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
        Self { stream, begun: Part::Nothing }
    }

    /// The next item, once it is whole.
    pub(super) fn next(&mut self) -> Result<Option<Item>> {
        while let Some(part) = self.part()? {
            if let Part::Whole(item) = part {
                self.begun = Part::Nothing;
                return Ok(Some(item));
            }
            self.begun = part;
        }
        Ok(None)
    }

    fn part(&mut self) -> Result<Option<Part>> {
        Ok(match self.begun {
            Part::Group => self.stream.number()?.map(|number| Part::Whole(Item::Group(number))),
            Part::Literal => self.stream.number()?.map(literal),
            Part::Bytes(len) => self.stream.bytes(len)?.map(|bytes| Part::Whole(Item::Literal(bytes))),
            _ => self.stream.symbol()?.map(begin),
        })
    }
}

fn begin(symbol: Symbol) -> Part {
    match symbol {
        Symbol::Control(Control::Group) => Part::Group,
        Symbol::Control(Control::Literal) => Part::Literal,
        Symbol::Control(code) => Part::Whole(Item::Code(code)),
        Symbol::Token(id) => Part::Whole(Item::Token(id)),
    }
}

fn literal(len: u64) -> Part {
    match usize::try_from(len) {
        Ok(len @ ..=LONGEST) => Part::Bytes(len),
        _ => Part::Whole(Item::Code(Control::Literal)),
    }
}
