//! Control codes, and what belongs to them, on their way out.

use super::control::Control;
use super::header::StreamCoder;
use super::writer::StreamWriter;
use crate::coder::thrift::symbol;
use crate::varint;

/// Bytes of the longest varint of a `u64`.
const MAX_NUMBER: usize = 10;

impl StreamWriter {
    /// A control code. END, ABORT, FLUSH and PING are what [`end`](Self::end), [`abort`](Self::abort),
    /// [`flush`](Self::flush) and [`ping`](Self::ping) write; the others belong into a stream of events.
    pub fn control(&mut self, control: Control, out: &mut Vec<u8>) {
        match control {
            Control::End => self.end(out),
            Control::Abort => self.abort(out),
            Control::Flush => self.flush(out),
            Control::Ping => self.ping(out),
            other => self.code(other, out),
        }
    }

    /// A number that belongs to what was written before.
    pub fn number(&mut self, number: u64, out: &mut Vec<u8>) {
        let mut bytes = Vec::with_capacity(MAX_NUMBER);
        varint::write_u64(number, &mut bytes);
        self.bytes(&bytes, out);
    }

    /// Bytes that belong to what was written before.
    pub fn bytes(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        if self.begin(out) {
            match self.header.coder {
                StreamCoder::Varint => self.output.append(out, |_, out| out.extend_from_slice(bytes)),
                StreamCoder::Prefix => bytes.iter().for_each(|byte| self.output.word([8, *byte, 0, 0], out)),
            }
        }
    }

    /// Makes what was written readable. By [`StreamCoder::Varint`] it always is, by [`StreamCoder::Prefix`] where a byte
    /// happens to be full: then this adds nothing.
    pub fn flush(&mut self, out: &mut Vec<u8>) {
        if self.begin(out) && !self.output.bits.is_aligned() {
            self.code(Control::Flush, out);
            self.output.pad(out);
        }
    }

    /// Says that the source lives, and flushes.
    pub fn ping(&mut self, out: &mut Vec<u8>) {
        self.code(Control::Ping, out);
        self.flush(out);
    }

    /// END and the checksum.
    pub fn end(&mut self, out: &mut Vec<u8>) {
        if self.last(Control::End, out) {
            self.output.sum(out);
        }
    }

    /// ABORT: the source broke off.
    pub fn abort(&mut self, out: &mut Vec<u8>) {
        self.last(Control::Abort, out);
    }

    /// Whether it was.
    fn last(&mut self, control: Control, out: &mut Vec<u8>) -> bool {
        self.code(control, out);
        let open = !std::mem::replace(&mut self.ended, true);
        if open {
            self.output.pad(out);
        }
        open
    }

    fn code(&mut self, control: Control, out: &mut Vec<u8>) {
        if self.begin(out) {
            match self.header.coder {
                StreamCoder::Varint => self.output.few(symbol::packed(control.number().into()), out),
                StreamCoder::Prefix => {
                    self.output.word(self.header.table.symbol_code().control(control.number()), out);
                }
            }
        }
    }

    /// Writes the header before the first thing. Whether more may be written.
    fn begin(&mut self, out: &mut Vec<u8>) -> bool {
        if !self.ended {
            self.output.begin(&self.header, out);
        }
        !self.ended
    }
}
