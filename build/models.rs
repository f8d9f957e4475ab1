//! Converts `mappings/models.tsv` to Rust source: the encoding of each model.

use crate::encodings::Encoding;
use crate::manifest::{Error, Manifest};
use std::collections::HashMap;

/// Returns two lists: `MODELS` has exact model names, and `MODEL_PREFIXES` has prefixes with a final star, which
/// are tried in order. Each entry also has the name of the encoding.
///
/// The lists include models of encodings that are not compiled in, so that an error can name the missing feature.
pub(crate) fn source(manifest: &Manifest, encodings: &[Encoding]) -> Result<String, Error> {
    let file = manifest.file("models.tsv")?;
    let rows = file.rows('\t')?;
    let (mut exact, mut prefixes) = (String::new(), String::new());
    let mut lines = HashMap::new();
    for &(line, [kind, model, encoding]) in &rows {
        if !encodings.iter().any(|known| known.name == encoding) {
            return Err(file.error(line, &format!("no encoding `{encoding}`")));
        }
        if let Some(first) = lines.insert((kind, model), line) {
            return Err(file.error(line, &format!("`{model}` is already on line {first}")));
        }
        match kind {
            "exact" => exact += &format!("({model:?}, {encoding:?}), "),
            "prefix" => prefixes += &format!("(\"{model}*\", {encoding:?}), "),
            _ => return Err(file.error(line, &format!("`{kind}` is neither `exact` nor `prefix`"))),
        }
    }
    file.check_totals(rows.len(), rows.len() as u64)?;
    Ok(format!(
        "static MODELS: &[(&str, &str)] = &[{exact}];\nstatic MODEL_PREFIXES: &[(&str, &str)] = &[{prefixes}];\n"
    ))
}
