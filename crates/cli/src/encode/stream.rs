//! What is over a document's limit, as a stream: it is written as it is read.

use super::{too_much, writer};
use crate::args::Encode;
use crate::input::Input;
use crate::output::{self, Output};
use crate::pieces::Pieces;
use crate::{failure::Failure, ids};
use tokenwire::{Encoding, Error, StreamWriter, Table, Tokenizer};

/// Ids that are written at once.
const PIECE: usize = 1 << 16;

struct Stream {
    writer: StreamWriter,
    /// What was written last.
    bytes: Vec<u8>,
    output: Output,
}

/// Text, piece by piece.
pub(super) fn text(
    args: &Encode,
    table: Table,
    encoding: Encoding,
    input: &mut Input,
) -> Result<(), Failure> {
    let tokenizer = Tokenizer::of(encoding);
    let mut stream = Stream::open(args, table, Some(encoding))?;
    let mut pieces = Pieces::of(input);
    while let Some(piece) = pieces.next()? {
        stream.add(&if args.special {
            tokenizer.encode_with_special(&piece)
        } else {
            tokenizer.encode(&piece)
        })?;
    }
    stream.finish()
}

/// Ids, which are a document as long as they fit into one.
pub(super) fn ids(
    args: &Encode,
    table: Table,
    encoding: Option<Encoding>,
    input: &mut Input,
) -> Result<(), Failure> {
    let limit = args.form.limit.bytes;
    let (mut held, mut stream) = (Vec::new(), None);
    ids::each(args.input, input, &mut |id| {
        held.push(id);
        if held.len() <= stream.as_ref().map_or(limit, |_| PIECE) {
            return Ok(());
        }
        if stream.is_none() {
            stream = Some(Stream::open(args, table.clone(), encoding)?);
        }
        stream.iter_mut().try_for_each(|stream| stream.add(&std::mem::take(&mut held)))
    })?;
    match stream {
        None => {
            let document = writer(args, table, encoding).encode(&held).map_err(too_much)?;
            output::write(args.files.out.as_deref(), &document)
        }
        Some(mut stream) => {
            stream.add(&held)?;
            stream.finish()
        }
    }
}

impl Stream {
    fn open(args: &Encode, table: Table, encoding: Option<Encoding>) -> Result<Self, Failure> {
        let writer = StreamWriter::with_table(table);
        let writer = encoding.into_iter().fold(writer, StreamWriter::with_vocabulary);
        let over = Error::LimitExceeded { what: "ids in one document", limit: args.form.limit.bytes };
        let coder = args.form.stream_coder().ok_or_else(|| too_much(over))?;
        let output = Output::open(args.files.out.as_deref())?;
        Ok(Self { writer: writer.with_coder(coder), bytes: Vec::new(), output })
    }

    fn add(&mut self, ids: &[u32]) -> Result<(), Failure> {
        self.writer.tokens(ids, &mut self.bytes)?;
        self.pass_on()
    }

    fn pass_on(&mut self) -> Result<(), Failure> {
        self.output.add(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.writer.end(&mut self.bytes);
        self.pass_on()?;
        self.output.finish()
    }
}
