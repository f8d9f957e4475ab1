//! Converts `mappings/encodings.tsv` to Rust source: the list of encodings and their special tokens.

use crate::manifest::{Error, File, Manifest};
use std::collections::{BTreeMap, HashMap};

/// An encoding, as described in the file.
#[derive(Default)]
pub(crate) struct Encoding {
    pub(crate) name: String,
    pub(crate) about: String,
    /// The vocabulary of its ordinary tokens, which is also the name of its feature.
    pub(crate) vocabulary: String,
    pub(crate) size: u32,
    /// The ids and names of the special tokens. If an id has two names, decoding writes the first.
    pub(crate) specials: Vec<(u32, String)>,
}

/// Reads all encodings, in the order of the file.
pub(crate) fn read(manifest: &Manifest) -> Result<Vec<Encoding>, Error> {
    let file = manifest.file("encodings.tsv")?;
    let rows = file.rows('\t')?;
    let (mut encodings, mut lines) = (Vec::<Encoding>::new(), HashMap::new());
    for &(line, [name, key, value]) in &rows {
        check_unique(&file, line, (name, value), &mut lines)?;
        if encodings.last().is_none_or(|last| last.name != name) {
            encodings.push(Encoding { name: name.into(), ..Encoding::default() });
        }
        if let Some(encoding) = encodings.last_mut() {
            encoding.set(&file, line, key, value)?;
        }
    }
    file.check_totals(rows.len(), rows.len() as u64)?;
    Ok(encodings)
}

impl Encoding {
    fn set(&mut self, file: &File<'_>, line: usize, key: &str, value: &str) -> Result<(), Error> {
        match key {
            "about" => self.about = value.into(),
            "vocabulary" => self.vocabulary = value.into(),
            "size" => self.size = file.number(line, value)?,
            id => self.specials.push((self.special_id(file, line, id)?, value.into())),
        }
        Ok(())
    }

    fn special_id(&self, file: &File<'_>, line: usize, id: &str) -> Result<u32, Error> {
        let id = file.number(line, id)?;
        if id >= self.size {
            return Err(file.error(line, &format!("id {id} is not below {}, the size", self.size)));
        }
        Ok(id)
    }

    /// Returns the name of the enum variant: `O200kBase` for `o200k_base`.
    fn variant(&self) -> String {
        self.name.split('_').map(capitalized).collect()
    }
}

/// Returns the invocation of the macro `encodings!` in `src/encoding.rs`, with one line per encoding.
pub(crate) fn list(encodings: &[Encoding]) -> String {
    let line = |encoding: &Encoding| {
        let Encoding { name, about, vocabulary, size, .. } = encoding;
        let (variant, family) = (encoding.variant(), capitalized(vocabulary));
        format!("    {about:?} {variant} {name:?} {size} {family} {vocabulary:?}\n")
    };
    format!("encodings! {{\n{}}}\n", encodings.iter().map(line).collect::<String>())
}

/// Returns the functions `by_id` and `by_name`, which return the sorted special tokens of an encoding.
pub(crate) fn specials(encodings: &[Encoding]) -> String {
    let longest = encodings.iter().flat_map(|encoding| &encoding.specials).map(|(_, name)| name.len()).max();
    format!(
        "#[cfg(feature = \"text\")]\npub(super) const LONGEST: usize = {};\n{}{}",
        longest.unwrap_or(0),
        function("by_id", "(u32, &str)", encodings, by_id),
        function("by_name", "(&str, u32)", encodings, by_name),
    )
}

fn function(name: &str, item: &str, encodings: &[Encoding], list: fn(&Encoding) -> String) -> String {
    let arm = |encoding: &Encoding| {
        let (feature, variant, list) = (&encoding.vocabulary, encoding.variant(), list(encoding));
        format!(
            "        #[cfg(feature = {feature:?})]\n        Encoding::{variant} => {{\n            static LIST: &[{item}] = &{list};\n            LIST\n        }}\n"
        )
    };
    let arms: String = encodings.iter().map(arm).collect();
    let item = item.replace('&', "&'static ");
    format!(
        "fn {name}(encoding: Encoding) -> &'static [{item}] {{\n    match encoding {{\n{arms}    }}\n}}\n"
    )
}

fn by_id(encoding: &Encoding) -> String {
    let mut names = BTreeMap::new();
    for (id, name) in &encoding.specials {
        names.entry(id).or_insert(name);
    }
    format!("{:?}", names.into_iter().collect::<Vec<_>>())
}

fn by_name(encoding: &Encoding) -> String {
    let ids: BTreeMap<_, _> = encoding.specials.iter().map(|(id, name)| (name, id)).collect();
    format!("{:?}", ids.into_iter().collect::<Vec<_>>())
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at_checked(1).unwrap_or_default();
    first.to_uppercase() + rest
}

/// Checks that no earlier line has this encoding and value.
fn check_unique<'a>(
    file: &File<'_>,
    line: usize,
    key: (&'a str, &'a str),
    lines: &mut HashMap<(&'a str, &'a str), usize>,
) -> Result<(), Error> {
    match lines.insert(key, line) {
        Some(first) => Err(file.error(line, &format!("`{}` is already on line {first}", key.1))),
        None => Ok(()),
    }
}
