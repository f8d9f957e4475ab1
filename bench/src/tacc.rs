//! A reproduction of tacc 0.1.0: hash maps between ids and mapped ids, and the release of the thrift crate that it
//! uses.

use crate::Method;
use rustc_hash::FxHashMap;
use std::rc::Rc;
use thrift_0_17::protocol::{
    TCompactInputProtocol, TCompactOutputProtocol, TFieldIdentifier, TInputProtocol, TListIdentifier,
    TOutputProtocol, TStructIdentifier, TType,
};
use thrift_0_17::transport::{TBufferChannel, TReadTransport, TWriteTransport};
use tokenwire::{Codec, Encoding};

/// The hash maps in both directions, which tacc keeps in memory.
pub struct Maps {
    mapped: FxHashMap<u32, i32>,
    ids: FxHashMap<i32, u32>,
}

impl Maps {
    /// Builds the maps of an encoding.
    pub fn new(encoding: Encoding) -> Self {
        let codec = Codec::new(encoding);
        let mapped: FxHashMap<_, _> =
            (0..encoding.vocab_size()).map(|id| (id, codec.mapped_id(id).unwrap())).collect();
        let ids = mapped.iter().map(|(&id, &mapped)| (mapped, id)).collect();
        Self { mapped, ids }
    }

    /// Maps ids. The error is the first unknown id, as in tacc.
    fn map(&self, ids: &[u32]) -> Result<Vec<i32>, u32> {
        ids.iter().map(|id| self.mapped.get(id).copied().ok_or(*id)).collect()
    }

    fn unmap(&self, mapped: &[i32]) -> Result<Vec<u32>, i32> {
        mapped.iter().map(|mapped| self.ids.get(mapped).copied().ok_or(*mapped)).collect()
    }
}

/// Returns tacc's implementation, and a leaner variant without the intermediate channel.
pub(crate) fn tacc(encoding: Encoding) -> Vec<Method> {
    let maps = Rc::new(Maps::new(encoding));
    let (a, b, c, d) = (maps.clone(), maps.clone(), maps.clone(), maps);
    vec![
        Method::new(
            "tacc's path",
            move |message, encoded| *encoded = channel_write(&a.map(&message.ids).unwrap()).unwrap(),
            move |encoded, decoded| decoded.ids = b.unmap(&channel_read(encoded).unwrap()).unwrap(),
        ),
        Method::new(
            "tacc's path leaner",
            move |message, encoded| lean_write(&c.map(&message.ids).unwrap(), encoded).unwrap(),
            move |encoded, decoded| decoded.ids = d.unmap(&read(encoded).unwrap()).unwrap(),
        ),
    ]
}

fn channel_write(mapped: &[i32]) -> thrift_0_17::Result<Vec<u8>> {
    let mut channel = TBufferChannel::with_capacity(0, 10 + 5 * mapped.len());
    write(mapped, &mut channel)?;
    // tacc copies the bytes twice.
    #[allow(clippy::implicit_clone)]
    Ok(channel.write_bytes().to_vec())
}

fn channel_read(bytes: &[u8]) -> thrift_0_17::Result<Vec<i32>> {
    let mut channel = TBufferChannel::with_capacity(bytes.len(), 0);
    channel.set_readable_bytes(bytes);
    read(&mut channel)
}

fn lean_write(mapped: &[i32], out: &mut Vec<u8>) -> thrift_0_17::Result<()> {
    out.clear();
    out.reserve(10 + 5 * mapped.len());
    write(mapped, out)
}

fn write(mapped: &[i32], transport: impl TWriteTransport) -> thrift_0_17::Result<()> {
    let mut output = TCompactOutputProtocol::new(transport);
    output.write_struct_begin(&TStructIdentifier::new("TokenPayload"))?;
    output.write_field_begin(&TFieldIdentifier::new("tokens", TType::List, 1))?;
    let count = i32::try_from(mapped.len()).unwrap();
    output.write_list_begin(&TListIdentifier::new(TType::I32, count))?;
    for &mapped in mapped {
        output.write_i32(mapped)?;
    }
    output.write_list_end()?;
    output.write_field_end()?;
    output.write_field_stop()?;
    output.write_struct_end()
}

fn read(transport: impl TReadTransport) -> thrift_0_17::Result<Vec<i32>> {
    let mut input = TCompactInputProtocol::new(transport);
    input.read_struct_begin()?;
    let field = input.read_field_begin()?;
    assert_eq!((field.field_type, field.id), (TType::List, Some(1)));
    let list = input.read_list_begin()?;
    let mut mapped = Vec::with_capacity(usize::try_from(list.size).unwrap());
    for _ in 0..list.size {
        mapped.push(input.read_i32()?);
    }
    input.read_list_end()?;
    input.read_field_end()?;
    assert_eq!(input.read_field_begin()?.field_type, TType::Stop);
    input.read_struct_end()?;
    Ok(mapped)
}
