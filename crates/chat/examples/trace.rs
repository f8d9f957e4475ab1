//! trace
use tokenwire_chat::{Decoder, Encoder};
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(path).unwrap();
        let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
        encoder.push(&bytes, &mut stream).unwrap();
        encoder.end(&mut stream).unwrap();
        let mut decoder = Decoder::new();
        decoder.push(&stream);
        loop {
            match decoder.next_trace().unwrap() {
                None => break,
                Some(t) => {
                    let len = t.at.end - t.at.start;
                    let d: String = t.detail.chars().take(150).collect();
                    let b: String = String::from_utf8_lossy(&t.bytes)
                        .chars()
                        .take(if t.kind == "literal" { 300 } else { 0 })
                        .collect();
                    println!("{:6} {:4} {:8} {} {:?}", t.at.start, len, t.kind, d, b);
                    if t.kind == "end" {
                        break;
                    }
                }
            }
        }
    }
}
