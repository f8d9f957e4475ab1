//! Writes control codes, and the numbers and bytes that follow them.

use super::StreamWriter;
use crate::coder::StreamCoder;
use crate::coder::numbers::SymbolNumber;
use crate::stream::control::Control;
use crate::varint;

/// The number of bytes of the longest varint of a `u64`.
const MAX_NUMBER: usize = 10;

impl StreamWriter {
    /// Writes a control code. END, ABORT, FLUSH and PING call [`end`](Self::end), [`abort`](Self::abort),
    /// [`flush`](Self::flush) and [`ping`](Self::ping). All other codes are only valid in a stream of events.
    pub fn control(&mut self, control: Control, out: &mut Vec<u8>) {
        match control {
            Control::End => self.end(out),
            Control::Abort => self.abort(out),
            Control::Flush => self.flush(out),
            Control::Ping => self.ping(out),
            other => self.code(other, out),
        }
    }

    /// Writes a number that follows a control code.
    pub fn number(&mut self, number: u64, out: &mut Vec<u8>) {
        let mut bytes = Vec::with_capacity(MAX_NUMBER);
        varint::write_u64(number, &mut bytes);
        self.bytes(&bytes, out);
    }

    /// Writes bytes that follow a control code.
    pub fn bytes(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        if self.begin(out) {
            match self.header.coder {
                StreamCoder::Varint => self.output.append(out, |_, out| out.extend_from_slice(bytes)),
                StreamCoder::Prefix => bytes.iter().for_each(|byte| self.output.word([8, *byte, 0, 0], out)),
            }
        }
    }

    /// Makes everything written so far readable. With [`StreamCoder::Prefix`] this writes FLUSH and pads the last byte.
    /// It writes nothing if the last byte is complete, which is always the case with [`StreamCoder::Varint`].
    pub fn flush(&mut self, out: &mut Vec<u8>) {
        if self.begin(out) && !self.output.bits.is_aligned() {
            self.code(Control::Flush, out);
            self.output.pad(out);
        }
    }

    /// Writes PING, which signals that the source is alive, and flushes.
    pub fn ping(&mut self, out: &mut Vec<u8>) {
        self.code(Control::Ping, out);
        self.flush(out);
    }

    /// Writes END and the checksum.
    pub fn end(&mut self, out: &mut Vec<u8>) {
        if self.close(Control::End, out) {
            self.output.checksum(out);
        }
    }

    /// Writes ABORT, which records that the source broke off.
    pub fn abort(&mut self, out: &mut Vec<u8>) {
        self.close(Control::Abort, out);
    }

    /// Writes the last control code and pads. Returns whether the stream was open.
    fn close(&mut self, control: Control, out: &mut Vec<u8>) -> bool {
        self.code(control, out);
        let open = !std::mem::replace(&mut self.ended, true);
        if open {
            self.output.pad(out);
        }
        open
    }

    /// Writes a control code if the stream is open.
    fn code(&mut self, control: Control, out: &mut Vec<u8>) {
        if self.begin(out) {
            let number = SymbolNumber(control.number().into());
            match self.header.coder {
                StreamCoder::Varint => self.output.packed(number.packed_varint(), out),
                StreamCoder::Prefix => {
                    self.output.word(self.header.table.symbol_code().control(control.number()), out);
                }
            }
        }
    }

    /// Writes the header if nothing has been written yet. Returns whether the stream is open.
    fn begin(&mut self, out: &mut Vec<u8>) -> bool {
        if !self.ended {
            self.output.begin(&self.header, out);
        }
        !self.ended
    }
}
