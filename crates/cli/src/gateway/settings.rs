//! Options from flags and the environment, and under them those of a file.

mod file;

#[cfg(test)]
pub(super) use file::names;

use crate::failure::Failure;
use clap::Args as ClapArgs;
use serde::{Serialize, de::DeserializeOwned};
use std::{fmt::Display, ops::RangeInclusive, path::Path};
use toml::Table;

/// What was given, and of the rest what is in the file.
pub(super) fn read<T>(given: &T, file: Option<&Path>) -> Result<T, Failure>
where
    T: ClapArgs + Serialize + DeserializeOwned,
{
    let bad = |error: &dyn Display| Failure::Usage(error.to_string().trim_end().into());
    let mut table = file.map_or_else(|| Ok(Table::new()), file::read::<T>)?;
    table.extend(Table::try_from(given).map_err(|error| bad(&error))?);
    table.try_into().map_err(|error| bad(&error))
}

/// What was given, if it may be; or else the default.
pub(super) fn within<T: PartialOrd + Display>(
    option: &str,
    given: Option<T>,
    range: &RangeInclusive<T>,
    default: T,
) -> Result<T, Failure> {
    let value = given.unwrap_or(default);
    if range.contains(&value) {
        return Ok(value);
    }
    let (least, most) = (range.start(), range.end());
    Err(Failure::Usage(format!("--{option} {value}: not between {least} and {most}")))
}
