//! What goes wrong on request.

use super::packer::Packing;
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// What goes wrong on request, as in `stall=3` or `gzip,cut=5`.
///
/// | fault | what |
/// |---|---|
/// | `stall=N` | after N events nothing more, the connection stays open |
/// | `cut=N` | after N events the connection is dropped in mid-event |
/// | `half-utf8=N` | the same, in the middle of a character |
/// | `error-event=N` | after N events the server's kind of error, and the end |
/// | `big=BYTES` | an event with so much text, near the start |
/// | `status=CODE` | an error in OpenAI's shape, with `Retry-After` for 429 |
/// | `wrong-type` | as `text/plain` |
/// | `redirect` | 307 to another path, where the answer is |
/// | `slow-headers=MS` | the answer begins so many milliseconds later |
/// | `gzip`, `br`, `zstd` | packed, flushed at each write |
/// | `no-length-json` | an answer that is not streamed comes without its length |
#[derive(Debug, Clone, Default)]
pub struct Faults {
    pub(super) mishap: Option<Mishap>,
    pub(super) status: Option<StatusCode>,
    pub(super) wrong_type: bool,
    pub(super) redirect: bool,
    pub(super) delay: Duration,
    pub(super) packing: Option<Packing>,
    pub(super) no_length: bool,
}

/// What happens to a stream while it is played; numbers of events but for `Big`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Mishap {
    Stall(usize),
    Cut(usize),
    HalfUtf8(usize),
    ErrorEvent(usize),
    /// So many bytes of text.
    Big(usize),
}

const NAMES: &str = "stall=N, cut=N, half-utf8=N, error-event=N, big=BYTES, status=CODE, wrong-type, redirect, \
                     slow-headers=MS, gzip, br, zstd, no-length-json";
const BIGGEST: usize = 1 << 30;

/// There is no such fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFault(String);

impl fmt::Display for UnknownFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no fault {}; those that there are, one or several with commas: {NAMES}", self.0)
    }
}

impl std::error::Error for UnknownFault {}

impl FromStr for Faults {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let mut faults = Self::default();
        for word in text.split(',').map(str::trim) {
            faults.add(word).ok_or_else(|| UnknownFault(word.to_owned()))?;
        }
        Ok(faults)
    }
}

impl Faults {
    /// Those that the request names, or else these.
    pub(super) fn asked(&self, headers: &HeaderMap) -> Result<Self, UnknownFault> {
        match headers.get("x-replay-fault") {
            Some(value) => String::from_utf8_lossy(value.as_bytes()).parse(),
            None => Ok(self.clone()),
        }
    }

    fn add(&mut self, word: &str) -> Option<()> {
        match word.split_once('=') {
            Some((name, value)) => self.add_number(name, value.parse().ok()?),
            None => self.add_plain(word),
        }
    }

    fn add_number(&mut self, name: &str, number: usize) -> Option<()> {
        match name {
            "stall" => self.mishap = Some(Mishap::Stall(number)),
            "cut" => self.mishap = Some(Mishap::Cut(number)),
            "half-utf8" => self.mishap = Some(Mishap::HalfUtf8(number)),
            "error-event" => self.mishap = Some(Mishap::ErrorEvent(number)),
            "big" if number <= BIGGEST => self.mishap = Some(Mishap::Big(number)),
            "status" => self.status = Some(error_status(number)?),
            "slow-headers" => self.delay = Duration::from_millis(u32::try_from(number).ok()?.into()),
            _ => return None,
        }
        Some(())
    }

    fn add_plain(&mut self, name: &str) -> Option<()> {
        match name {
            "wrong-type" => self.wrong_type = true,
            "redirect" => self.redirect = true,
            "no-length-json" => self.no_length = true,
            _ => self.packing = Some(Packing::of(name)?),
        }
        Some(())
    }
}

fn error_status(number: usize) -> Option<StatusCode> {
    let status = StatusCode::from_u16(number.try_into().ok()?).ok()?;
    (status.is_client_error() || status.is_server_error()).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_add_up() {
        let faults: Faults = "gzip, cut=7,slow-headers=20".parse().unwrap();
        assert_eq!(faults.mishap, Some(Mishap::Cut(7)));
        assert_eq!(faults.packing, Some(Packing::Gzip));
        assert_eq!(faults.delay, Duration::from_millis(20));
    }

    #[test]
    fn what_there_is_not_is_named() {
        for word in [
            "",
            "stall",
            "stall=x",
            "stall=-1",
            "status=200",
            "status=99999",
            "deflate",
            "big=99999999999",
            "gzip=1",
        ] {
            let error = word.parse::<Faults>().unwrap_err();
            assert!(error.to_string().contains("half-utf8=N"), "{word}");
        }
    }

    #[test]
    fn all_that_is_listed_is_there() {
        for name in NAMES.split(", ") {
            let word = name
                .replace("=N", "=3")
                .replace("=BYTES", "=9")
                .replace("=MS", "=9")
                .replace("=CODE", "=503");
            word.parse::<Faults>().unwrap();
        }
    }
}
