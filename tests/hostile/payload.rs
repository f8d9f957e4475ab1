//! Payloads that are truncated, state a false count, or are not canonical.

use crate::common::plain_codec;
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Codec, Error, Inspection, Result};

const SIZE: u32 = 1000;

fn codec() -> Codec {
    plain_codec(SIZE)
}

/// Returns payloads of short and long lists, with items of one and two bytes. Odd ranks have positive mapped ids,
/// so they also decode as raw ids.
fn samples() -> Vec<Vec<u8>> {
    let odd = |range: std::ops::Range<u32>| range.map(|number| 2 * number + 1).collect();
    let lists: [Vec<u32>; 4] = [vec![], vec![7, 999, 0], odd(0..14), odd(0..SIZE / 2)];
    lists.iter().map(|ids| codec().encode(ids).unwrap()).collect()
}

fn invalid(offset: usize) -> impl Fn(&Error) -> bool {
    move |error| matches!(error, Error::Invalid { offset: found, .. } if *found == offset)
}

fn not_canonical(offset: usize) -> impl Fn(&Error) -> bool {
    move |error| matches!(error, Error::NotCanonical { offset: found, .. } if *found == offset)
}

/// Asserts that every method rejects the payload with the expected error, and that the output buffer is unchanged.
fn assert_rejected(payload: &[u8], is_expected: impl Fn(&Error) -> bool) {
    let codec = codec();
    let mut ids = vec![1, 2, 3];
    let results: [Result<()>; 5] = [
        Inspection::open(payload, MAX_SIZE).map(drop),
        codec.decode(payload).map(drop),
        codec.decode_into(payload, &mut ids),
        codec.decode_mapped(payload).map(drop),
        codec.decode_raw(payload).map(drop),
    ];
    assert_eq!(ids, [1, 2, 3], "{payload:02x?}");
    for result in results {
        assert!(result.as_ref().is_err_and(&is_expected), "{payload:02x?}: {result:?}");
    }
}

#[test]
fn rejects_a_payload_truncated_at_every_length() {
    for payload in samples() {
        for cut in 0..payload.len() {
            assert_rejected(&payload[..cut], |error| *error == Error::Truncated { offset: cut });
        }
    }
}

#[test]
fn rejects_every_other_first_byte() {
    // 0x09 is the long form of the field header, and 0x1f begins gzip. Other tests cover both.
    for first in (0..=255).filter(|first| ![0x09, 0x19, 0x1f].contains(first)) {
        assert_rejected(&[first, 0x15, 0x00, 0x00], invalid(0));
    }
    assert_eq!(codec().decode(&[0x19, 0x15, 0x00, 0x00]), Ok(vec![0]));
}

#[test]
fn rejects_every_other_element_type() {
    for header in (0..=255u8).filter(|header| header & 0x0f != 5) {
        assert_rejected(&[&[0x19, header][..], &[0; 20]].concat(), invalid(1));
    }
}

#[test]
fn rejects_the_long_form_of_the_field_header() {
    assert_rejected(&[0x09, 0x02, 0x15, 0x00, 0x00], not_canonical(0)); // 1, zigzag
    assert_rejected(&[0x09, 0x04, 0x15, 0x00, 0x00], invalid(0)); // 2
    assert_rejected(&[0x09, 0x01, 0x15, 0x00, 0x00], invalid(0)); // -1
    assert_rejected(&[0x09], |error| *error == Error::Truncated { offset: 1 });
}

#[test]
fn rejects_a_count_that_exceeds_the_number_of_bytes() {
    let claim = |count: [u8; 5]| [&[0x19, 0xf5][..], &count, &[0]].concat();
    assert_eq!(claim([0; 5]).len(), 8);
    assert_rejected(&claim([0xff, 0xff, 0xff, 0xff, 0x07]), |error| *error == Error::Truncated { offset: 8 });
    assert_rejected(&claim([0x80, 0x80, 0x80, 0x80, 0x08]), invalid(2)); // 2^31
    assert_rejected(&claim([0xff, 0xff, 0xff, 0xff, 0x0f]), invalid(2)); // 0xffff_ffff
    assert_rejected(&[0x19, 0xe5, 0x00, 0x00], |error| *error == Error::Truncated { offset: 4 });
}

#[test]
fn rejects_a_count_that_includes_the_stop_byte() {
    assert_rejected(&[0x19, 0x25, 0x00, 0x00], |error| *error == Error::Truncated { offset: 4 });
}

#[test]
fn rejects_overlong_and_overflowing_items() {
    let items: [&[u8]; 6] = [
        &[0x80, 0x00],
        &[0xff, 0x80, 0x00],
        &[0x80, 0x80, 0x80, 0x80, 0x00],
        &[0xff, 0xff, 0xff, 0xff, 0x10],
        &[0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    ];
    for item in items {
        // An item of two bytes comes first, so that offset and position differ.
        assert_rejected(&[&[0x19, 0x25, 0x8e, 0x02][..], item, &[0x00]].concat(), not_canonical(4));
    }
}

#[test]
fn rejects_overlong_and_overflowing_counts() {
    for count in [&[0x8f, 0x00][..], &[0xff, 0xff, 0xff, 0xff, 0x1f], &[0x80, 0x80, 0x80, 0x80, 0x80, 0x01]] {
        assert_rejected(&[&[0x19, 0xf5][..], count, &[0; 20]].concat(), not_canonical(2));
    }
}

#[test]
fn rejects_a_long_list_header_for_a_short_list() {
    for count in 0..15 {
        let payload = [&[0x19, 0xf5, count][..], &vec![0; usize::from(count) + 1]].concat();
        assert_rejected(&payload, not_canonical(1));
    }
    let fifteen = [&[0x19, 0xf5, 15][..], &[0; 16]].concat();
    assert_eq!(codec().decode(&fifteen), Ok(vec![0; 15]));
}

#[test]
fn rejects_mapped_ids_outside_the_table() {
    // The ranks 0 to 999 have the mapped ids -499 to 500.
    for (mapped, position) in
        [(-500, 0), (501, 1), (i32::MIN, 2), (i32::MAX, 3), (i32::MIN + 1, 14), (-501, 15)]
    {
        let mut list = vec![500; 16];
        list[position] = mapped;
        let expected = Error::UnknownMappedId { position, mapped, size: SIZE };
        assert_eq!(codec().encode_mapped(&list), Err(expected.clone()));
        assert_eq!(codec().token_id(mapped), None);
        let payload = payload_of(&list);
        assert_eq!(codec().decode(&payload), Err(expected.clone()));
        assert_eq!(codec().decode_mapped(&payload), Err(expected));
    }
    assert_eq!(codec().decode(&payload_of(&[-499; 16])), Ok(vec![998; 16]));
    assert_eq!(codec().decode(&payload_of(&[500; 16])), Ok(vec![999; 16]));
}

/// Returns the payload of any numbers, with the long list header.
fn payload_of(list: &[i32]) -> Vec<u8> {
    let mut payload = vec![0x19, 0xf5, u8::try_from(list.len()).unwrap()];
    for &number in list {
        let mut zigzag = ((number << 1) ^ (number >> 31)).cast_unsigned();
        while zigzag >= 0x80 {
            payload.push((zigzag & 0x7f) as u8 | 0x80);
            zigzag >>= 7;
        }
        payload.push(zigzag as u8);
    }
    [payload, vec![0]].concat()
}

#[test]
fn rejects_bytes_after_the_end() {
    for payload in samples() {
        for tail in [&[0][..], &[0, 0, 0], b"x", &[0x1f, 0x8b], &payload] {
            let offset = payload.len();
            assert_rejected(&[&payload, tail].concat(), |error| *error == Error::TrailingBytes { offset });
        }
    }
}

#[test]
fn rejects_fields_after_the_list() {
    for payload in samples() {
        let (offset, open) = (payload.len() - 1, &payload[..payload.len() - 1]);
        // Field 2 as an i32, a second field 1, and field 3 as a boolean.
        for field in [&[0x15, 0x02][..], &[0x09, 0x02, 0x15, 0x00], &[0x21]] {
            assert_rejected(&[open, field, &[0]].concat(), |error| *error == Error::ExtraField { offset });
        }
    }
}

#[test]
fn rejects_empty_input() {
    assert_rejected(&[], |error| *error == Error::Truncated { offset: 0 });
    assert_rejected(&[0x00], invalid(0));
}

#[test]
fn messages_have_the_offset() {
    let message = codec().decode(&[0x19, 0x35, 0x00]).unwrap_err().to_string();
    assert_eq!(message, "truncated: the input ends at byte 3; fetch it again");
    let message = codec().decode(&payload_of(&[0, 0, 700, 0])[..]).unwrap_err().to_string();
    assert!(message.contains("not canonical at byte 1"), "{message}");
}
