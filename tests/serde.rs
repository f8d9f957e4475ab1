//! The feature `serde`: names round-trip, and inspections serialize as reports.
#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, missing_docs)]

use serde_json::{from_value, json, to_value};
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Coder, CoderChoice, Encoding, Fingerprint, Form, Inspection, StreamCoder};

#[test]
fn names_round_trip() {
    for &encoding in Encoding::ALL {
        assert_eq!(to_value(encoding).unwrap(), json!(encoding.name()));
        assert_eq!(from_value::<Encoding>(json!(encoding.name())).unwrap(), encoding);
    }
    for choice in CoderChoice::all() {
        assert_eq!(to_value(choice).unwrap(), json!(choice.name()));
        assert_eq!(from_value::<CoderChoice>(json!(choice.name())).unwrap(), choice);
    }
    for &coder in Coder::ALL {
        assert_eq!(to_value(coder).unwrap(), json!(coder.name()));
        assert_eq!(from_value::<Coder>(json!(coder.name())).unwrap(), coder);
    }
    for &coder in StreamCoder::ALL {
        assert_eq!(to_value(coder).unwrap(), json!(coder.name()));
        assert_eq!(from_value::<StreamCoder>(json!(coder.name())).unwrap(), coder);
    }
    for (form, name) in
        [(Form::Payload, "payload"), (Form::GzipPayload, "gzip-payload"), (Form::Document, "document")]
    {
        assert_eq!((to_value(form).unwrap(), from_value::<Form>(json!(name)).unwrap()), (json!(name), form));
    }
}

#[test]
fn a_fingerprint_is_sixteen_hexadecimal_digits() {
    let fingerprint = Fingerprint([0, 1, 2, 0xab, 4, 5, 6, 0xff]);
    assert_eq!(to_value(fingerprint).unwrap(), json!("000102ab040506ff"));
    assert_eq!(from_value::<Fingerprint>(json!("000102ab040506ff")).unwrap(), fingerprint);
    for malformed in ["", "000102ab040506f", "000102ab040506fff", "+00102ab040506ff", "000102ab040506fg"] {
        assert!(from_value::<Fingerprint>(json!(malformed)).is_err(), "{malformed}");
    }
}

#[test]
fn the_error_for_an_unknown_name_lists_the_known_names() {
    let error = from_value::<Coder>(json!("auto")).unwrap_err().to_string();
    assert!(
        error.starts_with("unknown variant `auto`, expected one of `stored`, `thrift`, `gzip`, `prefix`"),
        "{error}"
    );
}

#[test]
fn an_inspection_serializes_as_a_report() {
    let inspection = Inspection::open(&[0x19, 0x25, 0x00, 0x02, 0x00], MAX_SIZE).unwrap();
    let expected =
        json!({"form": "payload", "payload_len": 5, "varint_lens": [2, 0, 0, 0, 0], "mapped_ids": [0, 1]});
    assert_eq!(to_value(inspection).unwrap(), expected);
}
