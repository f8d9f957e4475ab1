//! Any bytes for the thrift crate and for tokenwire. Both decode the same ids, but tokenwire only accepts
//! canonical payloads.

use super::Outcome;
use thrift::protocol::{TCompactInputProtocol, TInputProtocol, TType};
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Codec, Encoding, Error, Inspection, Result};

const CODEC: Codec = Codec::new(Encoding::O200kBase);

pub fn check(data: &[u8]) -> Outcome {
    if data.first() == Some(&0x1f) {
        return Outcome::Skipped;
    }
    let theirs = read(data);
    compare(data, &theirs, &Inspection::open(data, MAX_SIZE).map(|inspection| inspection.mapped_ids));
    let ours = CODEC.decode_mapped(data);
    compare(data, &theirs, &ours);
    Outcome::of(ours.is_ok())
}

/// Returns whether the thrift crate reads a list, regardless of trailing data.
pub fn thrift_reads(data: &[u8]) -> bool {
    read(data).is_ok()
}

fn compare(data: &[u8], theirs: &thrift::Result<Read>, ours: &Result<Vec<i32>>) {
    match (theirs, ours) {
        (Ok(theirs), Ok(mapped)) => {
            assert_eq!(theirs.mapped, *mapped);
            assert!(!theirs.has_more_fields && theirs.trailing == 0);
        }
        (Err(error), Ok(mapped)) => panic!("{mapped:?}, but thrift: {error}"),
        (Ok(_), Err(Error::NotCanonical { .. } | Error::UnknownMappedId { .. })) | (Err(_), Err(_)) => (),
        // Thrift accepts every byte whose lower half is 0 as the stop byte.
        (Ok(theirs), Err(Error::ExtraField { offset })) => {
            assert!(data[*offset] > 0 && theirs.has_more_fields == (data[*offset] & 0x0f > 0));
        }
        (Ok(theirs), Err(Error::TrailingBytes { .. })) => {
            assert!(!theirs.has_more_fields && theirs.trailing > 0);
        }
        (Ok(theirs), Err(error)) => panic!("thrift reads {:?}, but: {error}", theirs.mapped),
    }
}

/// The result of the thrift crate.
struct Read {
    mapped: Vec<i32>,
    /// Whether another field follows the list.
    has_more_fields: bool,
    /// The number of bytes after the stop byte or the next field header.
    trailing: usize,
}

/// Reads a struct whose first field is the list, as tacc does.
fn read(mut bytes: &[u8]) -> thrift::Result<Read> {
    let mut input = TCompactInputProtocol::new(&mut bytes);
    input.read_struct_begin()?;
    let field = input.read_field_begin()?;
    if (field.field_type, field.id) != (TType::List, Some(1)) {
        return Err("another field".into());
    }
    let list = input.read_list_begin()?;
    if list.element_type != TType::I32 {
        return Err("another element type".into());
    }
    // The vector grows with the items. Its capacity must not depend on the stated size, which may be false.
    let mapped = (0..list.size).map(|_| input.read_i32()).collect::<thrift::Result<_>>()?;
    let has_more_fields = input.read_field_begin()?.field_type != TType::Stop;
    Ok(Read { mapped, has_more_fields, trailing: bytes.len() })
}
