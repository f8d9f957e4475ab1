//! Unknown encodings and models.

use tokenwire::{Encoding, Error};

type UnknownName = (&'static str, String, Vec<&'static str>);

/// Returns the kind, the name and the known names of the error.
fn unknown_name(result: tokenwire::Result<Encoding>) -> UnknownName {
    match result {
        Err(Error::UnknownName { kind, name, feature: None, known }) => (kind, name, known),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_error_lists_every_encoding() {
    let (kind, name, known) = unknown_name("nonsense".parse());
    assert_eq!((kind, name.as_str()), ("encoding", "nonsense"));
    let names: Vec<_> = Encoding::ALL.iter().map(|encoding| encoding.name()).collect();
    assert_eq!(known, names);
    assert_eq!(
        known,
        ["cl100k_base", "gpt2", "o200k_base", "o200k_harmony", "p50k_base", "p50k_edit", "r50k_base"]
    );
}

#[test]
fn the_error_lists_every_model() {
    let (kind, name, known) = unknown_name(Encoding::for_model("gpt4o"));
    assert_eq!((kind, name.as_str()), ("model", "gpt4o"));
    assert!(known.contains(&"gpt-4o") && known.is_sorted(), "{known:?}");
}

#[test]
fn names_must_match_exactly() {
    for name in ["", " o200k_base", "o200k_base\n", "o200k_base\0", "O200k_base", "o200k_bas", "gpt-4o"] {
        let (_, unknown, _) = unknown_name(name.parse());
        assert_eq!(unknown, name);
    }
    for name in ["", "gpt", "ft:", "ft:nonsense:org", "xgpt-4o", " gpt-4o", "o200k_base"] {
        let (_, unknown, _) = unknown_name(Encoding::for_model(name));
        assert_eq!(unknown, name);
    }
}

#[test]
fn rejects_a_very_long_name() {
    let long = "o200k_base".repeat(1_000_000);
    assert_eq!(unknown_name(long.parse()).1, long);
    assert_eq!(unknown_name(Encoding::for_model(&long)).1, long);
}

#[test]
fn finds_every_encoding_and_known_models() {
    for &encoding in Encoding::ALL {
        assert_eq!(encoding.to_string().parse(), Ok(encoding));
    }
    let models = [
        ("gpt-4o", Encoding::O200kBase),
        ("gpt-4o-2024-05-13", Encoding::O200kBase),
        ("ft:gpt-4o:org:name:id", Encoding::O200kBase),
        ("gpt-4", Encoding::Cl100kBase),
        ("ft:gpt-3.5-turbo:org", Encoding::Cl100kBase),
        ("gpt-oss-120b", Encoding::O200kHarmony),
        ("text-davinci-003", Encoding::P50kBase),
        ("text-davinci-edit-001", Encoding::P50kEdit),
        ("davinci", Encoding::R50kBase),
        ("gpt2", Encoding::Gpt2),
    ];
    for (model, encoding) in models {
        assert_eq!(Encoding::for_model(model), Ok(encoding), "{model}");
    }
}

#[test]
fn the_message_lists_the_known_names() {
    let message = "o200k_bas".parse::<Encoding>().unwrap_err().to_string();
    assert!(message.starts_with("no encoding `o200k_bas`; known: cl100k_base, gpt2, "));
}
