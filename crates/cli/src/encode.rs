//! `tokenwire encode`: text or ids -> document, stream or payload.

use crate::args::coding::{DataKind, Encode, Format};
use crate::error::CliError;
use crate::shared::chunks::TextChunks;
use crate::shared::input::Input;
use crate::shared::output::{self, Output};
use crate::shared::{ids, terminal};
use tokenwire::{Coder, DocumentWriter, Encoding, Error, StreamCoder, StreamWriter, Table, Tokenizer};

/// How many ids are written to a stream at once.
const BATCH: usize = 1 << 16;

pub(crate) fn run(args: &Encode) -> Result<(), CliError> {
    if args.special && args.from != DataKind::Text {
        return Err(CliError::usage("--special is for --from text"));
    }
    match args.format {
        Format::Document => encode_document(args),
        Format::Payload => encode_payload(args),
    }
}

/// Writes a document, or a stream if a document would be over its limit.
fn encode_document(args: &Encode) -> Result<(), CliError> {
    let (table, encoding) = args.table.writer_table(args.from == DataKind::Text)?;
    check_encoding(args, encoding)?;
    let mut input = open(args)?;
    match encoding {
        Some(encoding) if args.from == DataKind::Text => encode_text(args, table, encoding, &mut input),
        _ => encode_ids(args, table, encoding, &mut input),
    }
}

fn encode_text(args: &Encode, table: Table, encoding: Encoding, input: &mut Input) -> Result<(), CliError> {
    let limit = args.max_size.bytes;
    let text = input.read_up_to(limit.saturating_add(1))?;
    if text.len() > limit && stream_coder(args).is_some() {
        input.put_back(text);
        return stream_text(args, table, encoding, input);
    }
    let writer = document_writer(args, table, Some(encoding));
    let progress = progress(args, text.len());
    let document = if args.special {
        writer.encode_text_with_special_watched(&text, progress)
    } else {
        writer.encode_text_watched(&text, progress)
    };
    output::write(args.files.output.path.as_deref(), &document.map_err(over_limit)?)
}

/// Reads ids as a document as long as they fit into one, and passes them on in batches from then on.
fn encode_ids(
    args: &Encode,
    table: Table,
    encoding: Option<Encoding>,
    input: &mut Input,
) -> Result<(), CliError> {
    let limit = args.max_size.bytes;
    let (mut ids, mut stream) = (Vec::new(), None);
    ids::for_each(args.from, input, &mut |id| {
        ids.push(id);
        if ids.len() <= stream.as_ref().map_or(limit, |_| BATCH) {
            return Ok(());
        }
        if stream.is_none() {
            stream = Some(Stream::open(args, table.clone(), encoding, "ids")?);
        }
        stream.iter_mut().try_for_each(|stream| stream.write(&std::mem::take(&mut ids)))
    })?;
    match stream {
        None => {
            let document = document_writer(args, table, encoding).encode(&ids).map_err(over_limit)?;
            output::write(args.files.output.path.as_deref(), &document)
        }
        Some(mut stream) => {
            stream.write(&ids)?;
            stream.finish()
        }
    }
}

fn stream_text(args: &Encode, table: Table, encoding: Encoding, input: &mut Input) -> Result<(), CliError> {
    let tokenizer = Tokenizer::of(encoding);
    let mut stream = Stream::open(args, table, Some(encoding), "bytes of text")?;
    let mut chunks = TextChunks::new(input);
    while let Some(chunk) = chunks.next()? {
        stream.write(&if args.special {
            tokenizer.encode_with_special(&chunk)
        } else {
            tokenizer.encode(&chunk)
        })?;
    }
    stream.finish()
}

fn document_writer(args: &Encode, table: Table, encoding: Option<Encoding>) -> DocumentWriter {
    let writer = DocumentWriter::with_table(table);
    let writer = encoding.into_iter().fold(writer, DocumentWriter::with_vocabulary);
    writer.with_coder(args.coder).with_limit(args.max_size.bytes)
}

/// Explains a document over its limit. The coder that was named cannot write a stream instead.
fn over_limit(error: Error) -> CliError {
    match error {
        Error::LimitExceeded { .. } => CliError::Failed(format!(
            "{error}; raise it with --max-size, or leave out --coder: then it becomes a stream"
        )),
        other => other.into(),
    }
}

fn encode_payload(args: &Encode) -> Result<(), CliError> {
    let with_gzip = payload_gzip(args)?;
    let codec = args.table.codec()?.with_gzip(with_gzip).with_max_inflated(args.max_size.bytes);
    let encoding = args.table.encoding();
    check_encoding(args, encoding)?;
    let mut input = open(args)?;
    let ids = match (args.from, encoding) {
        (DataKind::Text, Some(encoding)) => tokenize(args, encoding, &input.read_up_to(usize::MAX)?)?,
        _ => ids::read_all(args.from, &mut input)?,
    };
    output::write(args.files.output.path.as_deref(), &codec.encode(&ids)?)
}

/// Returns whether the payload is a gzip member. Other coders cannot write a payload.
fn payload_gzip(args: &Encode) -> Result<bool, CliError> {
    match args.coder {
        Coder::Gzip => Ok(true),
        Coder::Auto | Coder::Thrift => Ok(false),
        _ => Err(CliError::usage("a payload is written by thrift or gzip; other coders need a document")),
    }
}

fn check_encoding(args: &Encode, encoding: Option<Encoding>) -> Result<(), CliError> {
    if args.from == DataKind::Text && encoding.is_none() {
        let hint = "text needs an encoding: add --encoding or --model, or give ids with --from ids";
        return Err(CliError::usage(hint));
    }
    Ok(())
}

fn open(args: &Encode) -> Result<Input, CliError> {
    output::refuse_terminal(args.files.output.path.as_deref())?;
    Input::open(args.files.input.as_deref(), args.files.quiet)
}

fn tokenize(args: &Encode, encoding: Encoding, text: &[u8]) -> Result<Vec<u32>, CliError> {
    let limit = args.max_size.bytes;
    if args.coder == Coder::Gzip && text.len() > limit {
        // `Codec::encode_text` has the same limit, but no progress bar.
        return Err(Error::LimitExceeded { what: "bytes of text in a gzip payload", limit }.into());
    }
    let (tokenizer, progress) = (Tokenizer::of(encoding), progress(args, text.len()));
    Ok(if args.special {
        tokenizer.encode_with_special_watched(text, progress)
    } else {
        tokenizer.encode_watched(text, progress)
    })
}

/// Returns a callback that takes the bytes of each word and moves a progress bar.
fn progress(args: &Encode, text_len: usize) -> impl FnMut(usize) {
    /// A bar reads the clock, which would cost as much as encoding a word does.
    const STEP: u64 = 1 << 16;
    let bar = terminal::byte_bar("tokenizing", text_len as u64, args.files.quiet);
    let mut pending = 0;
    move |bytes| {
        pending += bytes as u64;
        if pending >= STEP {
            bar.inc(std::mem::take(&mut pending));
        }
    }
}

/// Returns the coder of a stream that is written instead of a document, or `None` if only a document can have the coder.
fn stream_coder(args: &Encode) -> Option<StreamCoder> {
    match args.coder {
        Coder::Auto => Some(StreamCoder::Varint),
        Coder::Prefix => Some(StreamCoder::Prefix),
        _ => None,
    }
}

/// A stream of ids, written as the input is read.
struct Stream {
    writer: StreamWriter,
    /// Encoded bytes that are not written yet.
    buffer: Vec<u8>,
    output: Output,
}

impl Stream {
    /// Opens the output for an input of more `items` than a document may hold, and says so.
    fn open(
        args: &Encode,
        table: Table,
        encoding: Option<Encoding>,
        items: &'static str,
    ) -> Result<Self, CliError> {
        let limit = args.max_size.bytes;
        let coder = stream_coder(args)
            .ok_or_else(|| over_limit(Error::LimitExceeded { what: "ids in one document", limit }))?;
        let writer = StreamWriter::with_table(table);
        let writer = encoding.into_iter().fold(writer, StreamWriter::with_vocabulary).with_coder(coder);
        let output = Output::open(args.files.output.path.as_deref())?;
        if !args.files.quiet {
            terminal::note(format!(
                "writing a stream instead of a document: the input has more than {limit} {items}, the limit of \
                 --max-size; raise it to write a document"
            ));
        }
        Ok(Self { writer, buffer: Vec::new(), output })
    }

    fn write(&mut self, ids: &[u32]) -> Result<(), CliError> {
        self.writer.tokens(ids, &mut self.buffer)?;
        self.flush()
    }

    fn flush(&mut self) -> Result<(), CliError> {
        self.output.write(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<(), CliError> {
        self.writer.end(&mut self.buffer);
        self.flush()?;
        self.output.finish()
    }
}
