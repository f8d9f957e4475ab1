//! Answers of HTTP/1.1 as they come over a socket: which bytes of them are bodies.

/// One answer after the other.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    place: Place,
    line: Vec<u8>,
    status: u16,
    chunked: bool,
    length: usize,
}

/// What comes next.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Place {
    #[default]
    Head,
    ChunkSize,
    /// So many bytes of a chunk.
    Chunk(usize),
    ChunkEnd,
    Trailer,
    /// So many bytes of a body that has a length.
    Body(usize),
    /// Another answer.
    Ended,
}

impl Incoming {
    pub(super) fn status(&self) -> u16 {
        self.status
    }

    /// Whether an answer has ended, and no other begun.
    pub(super) fn is_whole(&self) -> bool {
        self.place == Place::Ended
    }

    /// Gives what is a body's.
    pub(super) fn push(&mut self, mut bytes: &[u8], mut body: impl FnMut(&[u8])) {
        while !bytes.is_empty() {
            let (now, later) = match self.place {
                Place::Chunk(left) | Place::Body(left) => {
                    let (now, later) = bytes.split_at(left.min(bytes.len()));
                    body(now);
                    self.passed(left - now.len());
                    (now, later)
                }
                _ => self.line(bytes),
            };
            debug_assert!(!now.is_empty(), "it goes on");
            bytes = later;
        }
    }

    fn passed(&mut self, left: usize) {
        self.place = match self.place {
            Place::Chunk(_) if left == 0 => Place::ChunkEnd,
            Place::Chunk(_) => Place::Chunk(left),
            _ if left == 0 => Place::Ended,
            _ => Place::Body(left),
        };
    }

    /// Takes what is there of a line.
    fn line<'a>(&mut self, bytes: &'a [u8]) -> (&'a [u8], &'a [u8]) {
        let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
        let (now, later) = bytes.split_at(end);
        self.line.extend_from_slice(now);
        if now.ends_with(b"\n") {
            let line = std::mem::take(&mut self.line);
            self.read(String::from_utf8_lossy(&line).trim_end());
        }
        (now, later)
    }

    fn read(&mut self, line: &str) {
        if self.place == Place::Ended {
            *self = Self::default();
        }
        self.place = match self.place {
            Place::Head if line.is_empty() && self.chunked => Place::ChunkSize,
            Place::Head if line.is_empty() && self.length == 0 => Place::Ended,
            Place::Head if line.is_empty() => Place::Body(self.length),
            Place::Head => self.header(line),
            Place::ChunkSize => chunk(line),
            Place::ChunkEnd => Place::ChunkSize,
            _ if line.is_empty() => Place::Ended,
            place => place,
        };
    }

    fn header(&mut self, line: &str) -> Place {
        let line = line.to_ascii_lowercase();
        match line.split_once(':') {
            Some(("transfer-encoding", coding)) => self.chunked = coding.trim() == "chunked",
            Some(("content-length", length)) => self.length = length.trim().parse().unwrap_or_default(),
            None => self.status = status(&line),
            Some(_) => {}
        }
        Place::Head
    }
}

fn status(line: &str) -> u16 {
    line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}

fn chunk(line: &str) -> Place {
    let size = line.split(';').next().unwrap_or_default().trim();
    match usize::from_str_radix(size, 16).unwrap_or_default() {
        0 => Place::Trailer,
        size => Place::Chunk(size),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHUNKED: &[u8] =
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nA;x=y\r\n0123\r\n6789\r\n0\r\nt: x\r\n\r\n";
    const WITH_LENGTH: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-length: 3\r\n\r\nno!";

    #[test]
    fn bodies_come_out_however_they_are_cut() {
        let both = [CHUNKED, WITH_LENGTH].concat();
        for size in 1..both.len() {
            let (mut incoming, mut body) = (Incoming::default(), Vec::new());
            for bytes in both.chunks(size) {
                incoming.push(bytes, |bytes| body.extend_from_slice(bytes));
            }
            assert_eq!(String::from_utf8(body).unwrap(), "ab0123\r\n6789no!");
            assert_eq!((incoming.status(), incoming.is_whole()), (404, true));
        }
    }

    #[test]
    fn what_is_cut_is_not_whole() {
        for (end, whole) in [(CHUNKED.len(), true), (CHUNKED.len() - 1, false), (CHUNKED.len() - 10, false)] {
            let mut incoming = Incoming::default();
            incoming.push(CHUNKED.get(..end).unwrap(), |_| {});
            assert_eq!((incoming.is_whole(), incoming.status()), (whole, 200));
        }
    }
}
