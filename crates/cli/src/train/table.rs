//! Counts -> a counts file (`docs/format.md`).

use super::header;
use super::total::Total;
use crate::args::train::Finish;
use crate::{failure::Failure, output};
use std::cmp::Reverse;
use std::path::Path;

/// What smoothing adds to an id before it divides by it: the first ones are about as frequent as each other.
pub(super) const OFFSET: u64 = 1024;

/// Whether there is a place for the table; asked before any work is done.
pub(super) fn check(finish: &Finish) -> Result<(), Failure> {
    let folder = finish.out.as_deref().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => Err(Failure::file(folder, "there is no such folder")),
        _ => Ok(()),
    }
}

pub(super) fn write(total: &Total, finish: &Finish) -> Result<(), Failure> {
    output::write(finish.out.as_deref(), file(total, finish)?.as_bytes())
}

fn file(total: &Total, finish: &Finish) -> Result<String, Failure> {
    let unlisted = u64::from(!finish.partial);
    let mut listed: Vec<(u32, u64)> = (0..).zip(weights(total, finish)?).collect();
    listed.retain(|(_, weight)| *weight > unlisted);
    if listed.is_empty() && !finish.partial {
        super::warn("no id occurs twice, so all weigh 1: the table says nothing but its size");
    }
    listed.sort_unstable_by_key(|&(id, weight)| (Reverse(weight), id));
    let mut file = header::write(total, finish, unlisted);
    for (id, weight) in listed {
        file += &format!("{id}\t{weight}\n");
    }
    Ok(file)
}

/// The weight of each id, all of which add up to less than 2^64: codes add them up.
fn weights(total: &Total, finish: &Finish) -> Result<Vec<u64>, Failure> {
    const LARGE: &str = "the weights add up to more than 2^64 - 1";
    let weights = if finish.partial { total.counts.clone() } else { smoothed(total, finish.smoothing)? };
    if u64::try_from(weights.iter().sum::<u128>()).is_err() {
        return Err(Failure::Data(LARGE.into()));
    }
    Ok(weights.into_iter().filter_map(|weight| weight.try_into().ok()).collect())
}

/// At least 1 each, so that every id has a code.
fn smoothed(total: &Total, smoothing: u64) -> Result<Vec<u128>, Failure> {
    if total.counts.iter().all(|&count| count == 0) {
        return Err(Failure::Data("there is no token to count in all the input".into()));
    }
    let more = |id: u32| if total.vocab.is_ordinary(id) { smoothing / (u64::from(id) + OFFSET) } else { 0 };
    let counts = (0..).zip(&total.counts);
    Ok(counts.map(|(id, &count)| (count + u128::from(more(id))).max(1)).collect())
}
