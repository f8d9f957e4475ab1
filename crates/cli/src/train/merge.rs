//! `tokenwire train merge`: builds one table from several files of `train counts --partial`.

use super::counts_file::{self, Header, Total};
use super::tally::CountedVocabulary;
use crate::args::train::Merge;
use crate::error::CliError;
use crate::shared::input;
use std::path::Path;
use tokenwire::{Encoding, Table};

pub(super) fn run(args: &Merge) -> Result<(), CliError> {
    counts_file::check_folder(&args.table)?;
    let mut total: Option<Total> = None;
    for path in &args.parts {
        let part = part(path, args.encoding)?;
        match &mut total {
            None => total = Some(part),
            Some(total) => {
                check_same(total.vocabulary, part.vocabulary)
                    .map_err(|reason| CliError::file(path, reason))?;
                total.add(part);
            }
        }
    }
    let total = total
        .ok_or_else(|| CliError::Usage("no file to merge; pass files of `train counts --partial`".into()))?;
    counts_file::write(&total, &args.table)
}

fn part(path: &Path, encoding: Option<Encoding>) -> Result<Total, CliError> {
    let file = input::read(Some(path), true)?;
    let table = Table::from_counts(&file).map_err(|error| CliError::file(path, error))?;
    let line = file.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    total(&table, &Header::parse(&line), encoding).map_err(|reason| CliError::file(path, reason))
}

fn total(table: &Table, header: &Header<'_>, encoding: Option<Encoding>) -> Result<Total, String> {
    if header.unlisted != Some(0) {
        return Err("the file is a final table, not a part; count again with --partial".into());
    }
    let mut counts = vec![0; table.size() as usize];
    for rank in 0..table.size() {
        let id = table.id(rank).and_then(|id| counts.get_mut(id as usize));
        if let Some((count, weight)) = id.zip(table.weight(rank)) {
            *count = weight.into();
        }
    }
    let vocabulary = vocabulary(header.name, table.size(), encoding)?;
    Ok(Total { vocabulary, counts, read: header.read, weights: header.weights.map(Into::into) })
}

fn vocabulary(name: &str, size: u32, encoding: Option<Encoding>) -> Result<CountedVocabulary, String> {
    match encoding {
        None => CountedVocabulary::named(name, size).ok_or_else(|| {
            format!("`{name}` is not an encoding of {size} ids; name the encoding with --encoding")
        }),
        Some(encoding) if encoding.vocab_size() == size => Ok(CountedVocabulary::Encoding(encoding)),
        Some(encoding) => Err(format!(
            "the file counts a vocabulary of {size} ids, but {encoding} has {}: \
             count again with --encoding {encoding}, or omit --encoding",
            encoding.vocab_size()
        )),
    }
}

fn check_same(before: CountedVocabulary, vocabulary: CountedVocabulary) -> Result<(), String> {
    if before == vocabulary {
        return Ok(());
    }
    let [name, before_name] = [vocabulary.name(), before.name()];
    let [size, before_size] = [vocabulary.size(), before.size()];
    let remedy = if size == before_size {
        "name the encoding of all parts with --encoding"
    } else {
        "merge only parts of the same vocabulary"
    };
    Err(format!(
        "its vocabulary is {name} of size {size}, but the earlier parts have {before_name} of size {before_size}; {remedy}"
    ))
}
