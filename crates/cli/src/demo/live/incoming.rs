//! Finds the bodies in the bytes of HTTP/1.1 responses while they arrive over a socket.

use httparse::{EMPTY_HEADER, Error, Header, Response, Status, parse_chunk_size, parse_headers};

/// A parser of consecutive responses.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    part: Part,
    /// The beginning of an incomplete part.
    buffer: Vec<u8>,
    status: u16,
}

/// The part of a response that the parser expects next.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Part {
    #[default]
    Head,
    ChunkSize,
    /// The data of a body or of a chunk, of which `left` bytes have not arrived.
    Data {
        left: usize,
        chunked: bool,
    },
    ChunkEnd,
    Trailers,
    /// The head of another response, or nothing.
    Complete,
}

const MAX_HEADERS: usize = 64;
const LINE_END: usize = 2;

impl Incoming {
    pub(super) fn status(&self) -> u16 {
        self.status
    }

    /// Returns whether a response has ended and no other has begun.
    pub(super) fn is_complete(&self) -> bool {
        self.part == Part::Complete && self.buffer.is_empty()
    }

    /// Parses the next bytes, and calls `body` with the bytes that belong to bodies.
    pub(super) fn push(&mut self, bytes: &[u8], mut body: impl FnMut(&[u8])) -> Result<(), Error> {
        self.buffer.extend_from_slice(bytes);
        while let Some((len, next)) = self.parse(&mut body)? {
            self.buffer.drain(..len);
            self.part = next;
        }
        Ok(())
    }

    /// Parses the next part. Returns its length and the part after it, or `None` if it is incomplete.
    fn parse(&mut self, body: &mut impl FnMut(&[u8])) -> Result<Option<(usize, Part)>, Error> {
        let buffer = &*self.buffer;
        let mut headers = [EMPTY_HEADER; MAX_HEADERS];
        Ok(match self.part {
            Part::Head | Part::Complete => {
                let mut head = Response::new(&mut headers);
                let len = complete(head.parse(buffer)?);
                self.status = head.code.unwrap_or(self.status);
                len.map(|len| (len, first_part(head.headers)))
            }
            Part::ChunkSize => complete(parse_chunk_size(buffer).map_err(|_| Error::Token)?)
                .map(|(len, size)| (len, chunk(size))),
            Part::Data { left, chunked } => {
                let data = buffer.get(..left.min(buffer.len())).filter(|data| !data.is_empty());
                data.inspect(|data| body(data))
                    .map(|data| (data.len(), after_data(left - data.len(), chunked)))
            }
            Part::ChunkEnd => (buffer.len() >= LINE_END).then_some((LINE_END, Part::ChunkSize)),
            Part::Trailers => {
                complete(parse_headers(buffer, &mut headers)?).map(|(len, _)| (len, Part::Complete))
            }
        })
    }
}

fn complete<T>(status: Status<T>) -> Option<T> {
    if let Status::Complete(parsed) = status { Some(parsed) } else { None }
}

fn first_part(headers: &[Header<'_>]) -> Part {
    let find = |name: &str| headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    let length =
        find("content-length").and_then(|header| std::str::from_utf8(header.value).ok()?.parse().ok());
    match length.unwrap_or_default() {
        _ if find("transfer-encoding").is_some() => Part::ChunkSize,
        0 => Part::Complete,
        left => Part::Data { left, chunked: false },
    }
}

fn chunk(size: u64) -> Part {
    match usize::try_from(size).unwrap_or(usize::MAX) {
        0 => Part::Trailers,
        left => Part::Data { left, chunked: true },
    }
}

fn after_data(left: usize, chunked: bool) -> Part {
    match left {
        0 if chunked => Part::ChunkEnd,
        0 => Part::Complete,
        left => Part::Data { left, chunked },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHUNKED: &[u8] =
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nA;x=y\r\n0123\r\n6789\r\n0\r\nt: x\r\n\r\n";
    const WITH_LENGTH: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-length: 3\r\n\r\nno!";

    #[test]
    fn bodies_do_not_depend_on_how_the_bytes_are_split() {
        let both = [CHUNKED, WITH_LENGTH].concat();
        for size in 1..both.len() {
            let (mut incoming, mut body) = (Incoming::default(), Vec::new());
            for bytes in both.chunks(size) {
                incoming.push(bytes, |bytes| body.extend_from_slice(bytes)).unwrap();
            }
            assert_eq!(String::from_utf8(body).unwrap(), "ab0123\r\n6789no!");
            assert_eq!((incoming.status(), incoming.is_complete()), (404, true));
        }
    }

    #[test]
    fn a_truncated_response_is_incomplete() {
        for (end, complete) in
            [(CHUNKED.len(), true), (CHUNKED.len() - 1, false), (CHUNKED.len() - 10, false)]
        {
            let mut incoming = Incoming::default();
            incoming.push(CHUNKED.get(..end).unwrap(), |_| {}).unwrap();
            assert_eq!((incoming.is_complete(), incoming.status()), (complete, 200));
        }
    }

    #[test]
    fn rejects_bytes_that_are_not_http() {
        for bytes in [&b"SSH-2.0\r\n"[..], b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"] {
            assert!(Incoming::default().push(bytes, |_| {}).is_err());
        }
    }
}
