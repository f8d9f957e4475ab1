//! Names -> compile-time maps, as Rust source.

use crate::{Problem, manifest::File, manifest::Manifest};
use phf_codegen::Map;
use std::collections::{BTreeMap, HashMap};

/// An encoding's name and vocabulary size.
pub(crate) type Encoding = (&'static str, u32);

/// `ENCODINGS`: name -> `Encoding`.
pub(crate) fn encodings(encodings: &[Encoding]) -> String {
    let mut map = Map::new();
    for &(name, _) in encodings {
        map.entry(name, variant(name));
    }
    format!("static ENCODINGS: phf::Map<&'static str, Encoding> = {};\n", map.build())
}

/// `MODELS`: exact name -> encoding's name, and `MODEL_PREFIXES`, to be tried in order, each with a star at its end.
/// Encodings that are not compiled in are there too, so that an error can say so.
pub(crate) fn models(manifest: &Manifest, encodings: &[Encoding]) -> Result<String, Problem> {
    let file = manifest.file("models.tsv")?;
    let rows = file.rows('\t')?;
    let (mut exact, mut prefixes) = (Map::new(), String::new());
    let mut lines = HashMap::new();
    for &(line, [kind, model, encoding]) in &rows {
        known(&file, line, encoding, encodings)?;
        once(&file, line, (kind, model), &mut lines)?;
        match kind {
            "exact" => _ = exact.entry(model, format!("{encoding:?}")),
            "prefix" => prefixes += &format!("(\"{model}*\", {encoding:?}), "),
            _ => return Err(file.problem(line, &format!("`{kind}` is neither `exact` nor `prefix`"))),
        }
    }
    file.check_totals(rows.len(), rows.len() as u64)?;
    Ok(format!(
        "static MODELS: phf::Map<&'static str, &'static str> = {};\n\
         static MODEL_PREFIXES: &[(&str, &str)] = &[{prefixes}];\n",
        exact.build()
    ))
}

/// For each encoding a map name -> id and a list of (id, name) in id order, and a function that finds them.
/// `all` are the encodings that there are, `wanted` those that are compiled in.
pub(crate) fn specials(
    manifest: &Manifest,
    all: &[Encoding],
    wanted: &[Encoding],
) -> Result<String, Problem> {
    let file = manifest.file("vocab/specials.tsv")?;
    let rows = file.rows('\t')?;
    let mut lines = HashMap::new();
    let mut specials: BTreeMap<&str, Specials<'_>> = BTreeMap::new();
    for &(line, [encoding, id, name]) in &rows {
        let size = known(&file, line, encoding, all)?;
        once(&file, line, (encoding, name), &mut lines)?;
        let id = file.number(line, id)?;
        if id >= size {
            return Err(file.problem(line, &format!("id {id} is not below {size}")));
        }
        specials.entry(encoding).or_default().push((id, name));
    }
    file.check_totals(rows.len(), rows.len() as u64)?;
    let longest = rows.iter().map(|(_, [_, _, name])| name.len()).max().unwrap_or(0);
    Ok(specials_source(&specials, wanted, longest))
}

/// Id and name; of two names for an id, the first is written.
type Specials<'a> = Vec<(u32, &'a str)>;

fn specials_source(specials: &BTreeMap<&str, Specials<'_>>, wanted: &[Encoding], longest: usize) -> String {
    let (mut source, mut arms) = (String::new(), String::new());
    for &(encoding, _) in wanted {
        let (mut ids, mut names) = (Map::new(), BTreeMap::new());
        for &(id, name) in specials.get(encoding).into_iter().flatten() {
            ids.entry(name, id.to_string());
            names.entry(id).or_insert(name);
        }
        let (upper, names) = (encoding.to_uppercase(), names.into_iter().collect::<Vec<_>>());
        source +=
            &format!("static {upper}: Specials = Specials {{ ids: {}, names: &{names:?} }};\n", ids.build());
        arms += &format!("        {} => &{upper},\n", variant(encoding));
    }
    source += &format!("#[cfg(feature = \"text\")]\npub(super) const LONGEST: usize = {longest};\n");
    source
        + &format!(
            "fn specials(encoding: Encoding) -> &'static Specials {{\n    match encoding {{\n{arms}    }}\n}}\n"
        )
}

/// The size of an encoding that there is.
fn known(file: &File<'_>, line: usize, encoding: &str, encodings: &[Encoding]) -> Result<u32, Problem> {
    let found = encodings.iter().find(|(name, _)| *name == encoding);
    found.map(|&(_, size)| size).ok_or_else(|| file.problem(line, &format!("no encoding `{encoding}`")))
}

/// A key that no line before has.
fn once<'a>(
    file: &File<'_>,
    line: usize,
    key: (&'a str, &'a str),
    lines: &mut HashMap<(&'a str, &'a str), usize>,
) -> Result<(), Problem> {
    match lines.insert(key, line) {
        Some(first) => Err(file.problem(line, &format!("`{}` is already on line {first}", key.1))),
        None => Ok(()),
    }
}

/// `o200k_base` -> `Encoding::O200kBase`
fn variant(encoding: &str) -> String {
    let words = encoding.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    format!("Encoding::{}", words.collect::<String>())
}
