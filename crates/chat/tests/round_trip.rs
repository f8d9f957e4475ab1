//! Every stream comes back to the byte.
use std::{fs, path::PathBuf};
use tokenwire_chat::{Decoder, Encoder};

fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in ["../../../shared/sse", "tests/data"] {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "sse" || e == "ndjson") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn varint(n: u32) -> usize {
    match n {
        0..128 => 1,
        128..16384 => 2,
        _ => 3,
    }
}

#[test]
fn stats() {
    for path in files() {
        let bytes = fs::read(&path).unwrap();
        for (keep, coder) in [
            (false, tokenwire::StreamCoder::Varint),
            (true, tokenwire::StreamCoder::Varint),
            (true, tokenwire::StreamCoder::Prefix),
        ] {
            let mut encoder = Encoder::new().with_padding(keep).with_coder(coder);
            let mut stream = Vec::new();
            encoder.push(&bytes, &mut stream).unwrap();
            encoder.end(&mut stream).unwrap();
            let mut decoder = Decoder::new();
            decoder.push(&stream);
            let (mut out, mut events, mut ids, mut tokens) = (Vec::new(), 0, 0, 0);
            let table = decoder.header().unwrap().unwrap().table().clone();
            let encoding = decoder.header().unwrap().unwrap().encoding().unwrap();
            loop {
                match decoder.next_event() {
                    Ok(None) => break,
                    Ok(Some(event)) => {
                        out.extend_from_slice(event.bytes);
                        events += usize::from(event.whole);
                        let list = if event.source == tokenwire_chat::Source::Exact {
                            event.ids.to_vec()
                        } else {
                            tokenwire::Tokenizer::of(encoding).encode(event.text)
                        };
                        tokens += list.len();
                        ids += list.iter().map(|id| varint(table.rank(*id).unwrap())).sum::<usize>();
                    }
                    Err(error) => panic!("{}: {error}", path.display()),
                }
            }
            assert!(decoder.has_ended());
            if keep {
                assert!(out == bytes, "{}", path.display());
            } else {
                println!(
                    "{:45} raw {:7} stream {:6} events {events:4} tokens {tokens:5} ids {ids:5} above {:5} per token {:.2} {}",
                    path.file_name().unwrap().display(),
                    bytes.len(),
                    stream.len(),
                    stream.len() as isize - ids as isize,
                    stream.len() as f64 / tokens as f64,
                    encoding
                );
            }
        }
    }
}
