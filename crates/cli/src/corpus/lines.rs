//! Lines of a file, of standard input, or of what zstd packed, with their numbers.

use super::form::is_zstd;
use crate::failure::Failure;
use indicatif::ProgressBar;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Most bytes of one line: a file without line ends shall not fill the memory.
pub(crate) const LONGEST: usize = 64 << 20;

const BUFFER: usize = 256 << 10;

pub(crate) struct Lines {
    path: PathBuf,
    reader: Box<dyn BufRead>,
    /// Said before an error of the reader.
    trouble: &'static str,
    /// How many lines were read.
    number: u64,
}

impl Lines {
    /// Opens a file, `-` for standard input; the bar counts its bytes, packed or not.
    pub(crate) fn open(path: &Path, bar: &ProgressBar) -> Result<Self, Failure> {
        let (reader, trouble): (Box<dyn BufRead>, _) = if path.as_os_str() == "-" {
            (Box::new(BufReader::with_capacity(BUFFER, bar.wrap_read(io::stdin().lock()))), "")
        } else {
            let file = File::open(path).map_err(|error| Failure::file(path, error))?;
            let packed = is_zstd(path);
            let file = BufReader::with_capacity(BUFFER, bar.wrap_read(file));
            let reader = if packed { unpacked(file) } else { Ok(Box::new(file) as Box<dyn BufRead>) };
            (reader.map_err(|error| Failure::file(path, error))?, if packed { "zstd: " } else { "" })
        };
        Ok(Self { path: path.into(), reader, trouble, number: 0 })
    }

    /// How many lines were read.
    pub(crate) const fn number(&self) -> u64 {
        self.number
    }

    /// Adds the next line, with its end; `false` if there is none. After an error nothing is added.
    pub(crate) fn read(&mut self, into: &mut Vec<u8>) -> Result<bool, Failure> {
        let before = into.len();
        let read = self.reader.as_mut().take(LONGEST as u64 + 1).read_until(b'\n', into);
        let trouble = match read {
            Ok(0) => return Ok(false),
            Ok(read) if read > LONGEST && into.last() != Some(&b'\n') => {
                format!("the line is longer than {} MiB", LONGEST >> 20)
            }
            Ok(_) => {
                self.number += 1;
                return Ok(true);
            }
            Err(error) => format!("{}{error}", self.trouble),
        };
        into.truncate(before);
        Err(self.bad_line(&trouble))
    }

    /// The first byte of the next line.
    pub(crate) fn peek(&mut self) -> Result<Option<u8>, Failure> {
        let next = self.reader.fill_buf().map(|buffer| buffer.first().copied());
        next.map_err(|error| self.bad_line(&format!("{}{error}", self.trouble)))
    }

    fn bad_line(&self, reason: &str) -> Failure {
        Failure::Data(super::bad_line(&self.path, self.number + 1, reason))
    }
}

fn unpacked(mut file: impl BufRead + 'static) -> io::Result<Box<dyn BufRead>> {
    // zstd takes no bytes at all for no frames; every file that it writes has one.
    if file.fill_buf()?.is_empty() {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "an empty file is not zstd"));
    }
    Ok(Box::new(BufReader::with_capacity(BUFFER, zstd::Decoder::with_buffer(file)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(reader: impl Read + 'static) -> Lines {
        Lines { path: "x".into(), reader: Box::new(BufReader::new(reader)), trouble: "", number: 0 }
    }

    #[test]
    fn lines_are_numbered_and_keep_their_ends() {
        let mut lines = lines(&b"a\r\n\nb"[..]);
        let mut read = Vec::new();
        while lines.read(&mut read).is_ok_and(|more| more) {
            read.push(b'|');
        }
        assert_eq!((read.as_slice(), lines.number()), (&b"a\r\n|\n|b|"[..], 3));
    }

    #[test]
    fn a_line_has_an_end() {
        let longest = || io::repeat(b'x').take(LONGEST as u64);
        let mut read = Vec::new();
        assert!(lines(longest().chain(&b"\n"[..])).read(&mut read).is_ok_and(|more| more));
        assert_eq!(read.len(), LONGEST + 1);
        read.truncate(1);
        let mut endless = lines(b"\n".chain(io::repeat(b'x')));
        assert!(endless.read(&mut read).is_ok_and(|more| more));
        let Err(Failure::Data(reason)) = endless.read(&mut read) else { panic!("no error") };
        assert_eq!((reason.as_str(), read.as_slice()), ("x:2: the line is longer than 64 MiB", &b"x\n"[..]));
    }
}
