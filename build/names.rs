//! Names -> compile-time maps, as Rust source.

use crate::{Problem, manifest::Manifest};
use phf_codegen::Map;
use std::{collections::BTreeMap, fmt::Write as _};

/// `ENCODINGS`: name -> `Encoding`.
pub(crate) fn encodings(encodings: &[&str]) -> String {
    let mut map = Map::new();
    for name in encodings {
        map.entry(*name, variant(name));
    }
    format!("static ENCODINGS: phf::Map<&'static str, Encoding> = {};\n", map.build())
}

/// `MODELS`: exact name -> `Encoding`, and `MODEL_PREFIXES`, to be tried in order.
pub(crate) fn models(manifest: &Manifest, encodings: &[&str]) -> Result<String, Problem> {
    let file = manifest.file("models.tsv")?;
    let (mut exact, mut prefixes) = (Map::new(), String::new());
    let rows = file.rows('\t')?;
    for &(line, [kind, model, encoding]) in &rows {
        match kind {
            _ if !encodings.contains(&encoding) => {}
            "exact" => _ = exact.entry(model, variant(encoding)),
            "prefix" => _ = write!(prefixes, "({model:?}, {}), ", variant(encoding)),
            _ => return Err(file.problem(line, &format!("`{kind}` is neither `exact` nor `prefix`"))),
        }
    }
    file.check_totals(rows.len(), rows.len() as u64)?;
    Ok(format!(
        "static MODELS: phf::Map<&'static str, Encoding> = {};\n\
         static MODEL_PREFIXES: &[(&str, Encoding)] = &[{prefixes}];\n",
        exact.build()
    ))
}

/// For each encoding a map name -> id and a list of (id, name) in id order, and a function that finds them.
pub(crate) fn specials(manifest: &Manifest, encodings: &[&str]) -> Result<String, Problem> {
    let file = manifest.file("vocab/specials.tsv")?;
    let rows = file.rows('\t')?;
    let (mut source, mut arms) = (String::new(), String::new());
    for encoding in encodings {
        let (mut ids, mut names) = (Map::new(), BTreeMap::new());
        for &(line, [_, id, name]) in rows.iter().filter(|(_, row)| row[0] == *encoding) {
            let id: u32 = file.number(line, id)?;
            file.check_id(line, id)?;
            ids.entry(name, id.to_string());
            names.entry(id).or_insert(name);
        }
        let name = encoding.to_uppercase();
        let names: Vec<_> = names.into_iter().collect();
        let _ = writeln!(
            source,
            "static {name}: Specials = Specials {{ ids: {}, names: &{names:?} }};",
            ids.build()
        );
        let _ = writeln!(arms, "        {} => &{name},", variant(encoding));
    }
    file.check_totals(rows.len(), rows.len() as u64)?;
    let longest = rows.iter().map(|(_, [_, _, name])| name.len()).max().unwrap_or(0);
    let find = format!(
        "#[cfg(feature = \"text\")]\npub(super) const LONGEST: usize = {longest};\n\
         fn specials(encoding: Encoding) -> &'static Specials {{\n    match encoding {{\n{arms}    }}\n}}\n"
    );
    Ok(source + &find)
}

/// `o200k_base` -> `Encoding::O200kBase`
fn variant(encoding: &str) -> String {
    let words = encoding.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    format!("Encoding::{}", words.collect::<String>())
}
