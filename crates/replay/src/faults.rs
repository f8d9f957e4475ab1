//! Faults on request.

use crate::compression::Compression;
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// Faults to inject into an answer, parsed from text such as `stall=3` or `gzip,cut=5`.
///
/// | fault | effect |
/// |---|---|
/// | `stall=N` | after N events, nothing more is sent, while the connection stays open |
/// | `cut=N` | after N events, the connection is dropped in the middle of the next event |
/// | `half-utf8=N` | after N events, the connection is dropped in the middle of a character |
/// | `error-event=N` | after N events, the stream ends with an error event in the format of the recorded server |
/// | `big=BYTES` | near the start, an event with this many bytes of text is inserted |
/// | `status=CODE` | the answer is an error in OpenAI's format, with `Retry-After` for 429 |
/// | `wrong-type` | the content type is `text/plain` |
/// | `redirect` | the answer is a redirect (307) to a path that replays the recording |
/// | `slow-headers=MS` | the answer begins after this many milliseconds |
/// | `gzip`, `br`, `zstd` | the answer is compressed, and flushed at each write |
/// | `no-length-json` | a JSON answer has no `Content-Length` |
#[derive(Debug, Clone, Default)]
pub struct Faults {
    pub(crate) stream_fault: Option<StreamFault>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) wrong_type: bool,
    pub(crate) redirect: bool,
    pub(crate) delay: Duration,
    pub(crate) compression: Option<Compression>,
    pub(crate) no_length: bool,
}

/// A fault in the middle of a stream. The number is that of the events before it, except in `Big`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum StreamFault {
    Stall(usize),
    Cut(usize),
    HalfUtf8(usize),
    ErrorEvent(usize),
    /// An inserted event with this many bytes of text.
    Big(usize),
}

const NAMES: &str = "stall=N, cut=N, half-utf8=N, error-event=N, big=BYTES, status=CODE, wrong-type, redirect, \
                     slow-headers=MS, gzip, br, zstd, no-length-json";
const MAX_BIG: usize = 1 << 30;

/// The error of an unknown fault or an invalid value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseFaultsError(String);

impl fmt::Display for ParseFaultsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "unknown fault or invalid value: `{}`; expected one or several of {NAMES}, separated by commas",
            self.0
        )
    }
}

impl std::error::Error for ParseFaultsError {}

impl FromStr for Faults {
    type Err = ParseFaultsError;

    fn from_str(text: &str) -> Result<Self, ParseFaultsError> {
        let mut faults = Self::default();
        for word in text.split(',').map(str::trim) {
            faults.add(word).ok_or_else(|| ParseFaultsError(word.to_owned()))?;
        }
        Ok(faults)
    }
}

impl Faults {
    /// Returns the faults that the header `x-replay-fault` sets, or these faults if there is no such header.
    pub(crate) fn with_headers(&self, headers: &HeaderMap) -> Result<Self, ParseFaultsError> {
        match headers.get("x-replay-fault") {
            Some(value) => String::from_utf8_lossy(value.as_bytes()).parse(),
            None => Ok(self.clone()),
        }
    }

    fn add(&mut self, word: &str) -> Option<()> {
        match word.split_once('=') {
            Some((name, value)) => self.add_number(name, value.parse().ok()?),
            None => self.add_flag(word),
        }
    }

    fn add_number(&mut self, name: &str, number: usize) -> Option<()> {
        match name {
            "stall" => self.stream_fault = Some(StreamFault::Stall(number)),
            "cut" => self.stream_fault = Some(StreamFault::Cut(number)),
            "half-utf8" => self.stream_fault = Some(StreamFault::HalfUtf8(number)),
            "error-event" => self.stream_fault = Some(StreamFault::ErrorEvent(number)),
            "big" if number <= MAX_BIG => self.stream_fault = Some(StreamFault::Big(number)),
            "status" => self.status = Some(error_status(number)?),
            "slow-headers" => self.delay = Duration::from_millis(u32::try_from(number).ok()?.into()),
            _ => return None,
        }
        Some(())
    }

    fn add_flag(&mut self, name: &str) -> Option<()> {
        match name {
            "wrong-type" => self.wrong_type = true,
            "redirect" => self.redirect = true,
            "no-length-json" => self.no_length = true,
            _ => self.compression = Some(Compression::from_name(name)?),
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
    fn faults_are_combined_with_commas() {
        let faults: Faults = "gzip, cut=7,slow-headers=20".parse().unwrap();
        assert_eq!(faults.stream_fault, Some(StreamFault::Cut(7)));
        assert_eq!(faults.compression, Some(Compression::Gzip));
        assert_eq!(faults.delay, Duration::from_millis(20));
    }

    #[test]
    fn the_error_of_an_invalid_fault_lists_all_faults() {
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
    fn every_listed_fault_parses() {
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
