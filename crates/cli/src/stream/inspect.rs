//! `tokenwire stream inspect`: what a stream says, part by part, as it comes.

mod part;
mod report;

use super::incoming::{Incoming, is_stream};
use crate::args::stream::Inspect;
use crate::failure::Failure;
use crate::input::Input;
use part::Part;
use report::Report;
use std::io::Write;
use tokenwire::Form;
use tokenwire_chat::Encoder;

struct Inspection<'a> {
    args: &'a Inspect,
    /// Of events that are no stream yet.
    encoder: Option<Encoder>,
    incoming: Incoming<'a>,
    begun: bool,
}

pub(super) fn run(args: &Inspect) -> Result<(), Failure> {
    let mut source = Input::open(args.file.as_deref(), true)?;
    let mut report = Report::new(args.json);
    let inspected = Inspection::new(args)?.run(&mut source, &mut report);
    // What came before an error is shown before it.
    report.finish()?;
    inspected
}

impl<'a> Inspection<'a> {
    fn new(args: &'a Inspect) -> Result<Self, Failure> {
        let incoming = Incoming::new(&args.form.choice)?;
        Ok(Self { args, encoder: None, incoming, begun: false })
    }

    fn run(&mut self, source: &mut Input, report: &mut Report) -> Result<(), Failure> {
        while let Some(bytes) = source.next()? {
            if !self.begun {
                self.begin(&bytes)?;
            }
            self.push(&bytes, report)?;
        }
        self.end(report)
    }

    fn begin(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.begun = true;
        match Form::of(bytes) {
            _ if is_stream(bytes) => return Ok(()),
            None | Some(Form::Stream) => {}
            Some(_) => {
                return Err(Failure::Data("this is no stream: `tokenwire inspect` explains it".into()));
            }
        }
        // Who cannot be told will see it.
        let _ =
            writeln!(anstream::stderr(), "no stream yet: this is what `tokenwire stream encode` makes of it");
        self.encoder = Some(super::encoder(&self.args.form)?);
        Ok(())
    }

    fn push(&mut self, bytes: &[u8], report: &mut Report) -> Result<(), Failure> {
        let Some(encoder) = &mut self.encoder else { return self.explain(bytes, report) };
        let mut stream = Vec::new();
        encoder.push(bytes, &mut stream)?;
        encoder.flush(&mut stream);
        self.explain(&stream, report)
    }

    fn end(&mut self, report: &mut Report) -> Result<(), Failure> {
        let mut stream = Vec::new();
        if let Some(encoder) = &mut self.encoder {
            encoder.end(&mut stream)?;
        }
        self.explain(&stream, report)?;
        self.incoming.finish()
    }

    /// Shows what these bytes of the stream make complete.
    fn explain(&mut self, stream: &[u8], report: &mut Report) -> Result<(), Failure> {
        self.incoming.push(stream)?;
        self.incoming.check()?;
        while let Some(trace) = self.incoming.decoder.next_trace()? {
            report.add(Part::from(trace))?;
        }
        Ok(())
    }
}
