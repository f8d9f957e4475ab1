//! Names of stream coders in parameters.

use tokenwire::StreamCoder;

/// Every coder of this release, by its name.
const CODERS: [(StreamCoder, &str); 2] = [(StreamCoder::Varint, "varint"), (StreamCoder::Prefix, "prefix")];

/// Returns every coder of this release.
pub(super) fn all() -> Vec<StreamCoder> {
    CODERS.map(|(coder, _)| coder).to_vec()
}

pub(super) fn name(coder: StreamCoder) -> &'static str {
    CODERS.iter().find(|(own, _)| *own == coder).map_or("varint", |(_, name)| name)
}

/// Returns `None` for a coder of another release. Names are case-insensitive.
pub(super) fn parse(name: &str) -> Option<StreamCoder> {
    CODERS.iter().find(|(_, own)| own.eq_ignore_ascii_case(name)).map(|(coder, _)| *coder)
}
