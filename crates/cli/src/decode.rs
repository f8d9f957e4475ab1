//! `tokenwire decode`: payload -> text or ids.

use crate::args::{Decode, Kind};
use crate::{failure::Failure, ids, input, output};

pub(crate) fn run(args: &Decode) -> Result<(), Failure> {
    let codec = args.choice.codec()?.with_max_inflated(args.form.max_inflated);
    if args.output == Kind::Text && args.choice.encoding().is_none() {
        let hint = "text needs an encoding: add --encoding or --model, or ask for --output ids";
        return Err(Failure::Usage(hint.into()));
    }
    let out = args.files.out.as_deref();
    if args.output == Kind::U32 {
        output::refuse_terminal(out)?;
    }
    let payload = input::read(args.files.file.as_deref(), args.files.quiet)?;
    match args.output {
        Kind::Text => output::write(out, &codec.decode_bytes(&payload)?),
        Kind::Ids => output::write(out, &ids::to_json(&codec.decode(&payload)?)?),
        Kind::U32 => output::write(out, &ids::to_u32(&codec.decode(&payload)?)),
    }
}
