//! The payload as a struct of the thrift crate, for programs that already use Thrift.

use thrift::protocol::{
    TFieldIdentifier, TInputProtocol, TListIdentifier, TOutputProtocol, TSerializable, TStructIdentifier,
    TType,
};
use thrift::{ProtocolError, ProtocolErrorKind, Result};

/// `TokenPayload` of `idl/tokenwire.thrift`: a list of mapped ids, which
/// [`Codec::mapped_id`](crate::Codec::mapped_id) returns.
///
/// The thrift crate's compact protocol writes the same bytes as
/// [`Codec::encode_mapped`](crate::Codec::encode_mapped). Reading follows Thrift's more lenient rules: unknown
/// fields are skipped, and if a field occurs twice, the last one counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payload {
    /// The mapped ids: field 1 of the struct.
    pub tokens: Vec<i32>,
}

const FIELD_ID: i16 = 1;

impl TSerializable for Payload {
    fn read_from_in_protocol(input: &mut dyn TInputProtocol) -> Result<Self> {
        let mut tokens = None;
        input.read_struct_begin()?;
        loop {
            let field = input.read_field_begin()?;
            match (field.field_type, field.id) {
                (TType::Stop, _) => break,
                (TType::List, Some(FIELD_ID)) => tokens = Some(read_list(input)?),
                (other, _) => input.skip(other)?,
            }
            input.read_field_end()?;
        }
        input.read_struct_end()?;
        let tokens = tokens.ok_or_else(|| {
            invalid("TokenPayload has no field 1, tokens; check where the input comes from")
        })?;
        Ok(Self { tokens })
    }

    fn write_to_out_protocol(&self, output: &mut dyn TOutputProtocol) -> Result<()> {
        let count = i32::try_from(self.tokens.len())
            .map_err(|_| invalid("more than 2^31 - 1 tokens; the format allows no more"))?;
        output.write_struct_begin(&TStructIdentifier::new("TokenPayload"))?;
        output.write_field_begin(&TFieldIdentifier::new("tokens", TType::List, FIELD_ID))?;
        output.write_list_begin(&TListIdentifier::new(TType::I32, count))?;
        self.tokens.iter().try_for_each(|&token| output.write_i32(token))?;
        output.write_list_end()?;
        output.write_field_end()?;
        output.write_field_stop()?;
        output.write_struct_end()
    }
}

fn read_list(input: &mut dyn TInputProtocol) -> Result<Vec<i32>> {
    let list = input.read_list_begin()?;
    if list.element_type != TType::I32 {
        return Err(invalid("the elements of tokens are not i32; check where the input comes from"));
    }
    // The vector grows with the items. Its capacity must not depend on the stated size, which may be false.
    let tokens = (0..list.size).map(|_| input.read_i32()).collect::<Result<_>>()?;
    input.read_list_end()?;
    Ok(tokens)
}

fn invalid(message: &str) -> thrift::Error {
    thrift::Error::Protocol(ProtocolError::new(ProtocolErrorKind::InvalidData, message))
}
