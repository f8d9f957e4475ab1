//! An event that is larger than anybody would hold.

use crate::common::chain::Chain;
use crate::common::soon;
use crate::common::upstream::Upstream;
use crate::common::wire::{Wire, status};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};

const PIECE: usize = 1 << 20;
const PIECES: usize = 64;
/// What may be on its way, of an event that has not ended.
const HELD: usize = 8 * PIECE;

/// A piece of an event, of its number.
fn piece(number: usize) -> String {
    let word = format!("{:x} ", number.wrapping_mul(0x9e37_79b9));
    word.repeat(PIECE / word.len() + 1)[..PIECE].to_owned()
}

/// The next bytes of a body in chunks.
async fn take(from: &mut BufReader<tokio::net::TcpStream>, into: &mut Vec<u8>) -> bool {
    let mut line = String::new();
    soon(from.read_line(&mut line)).await.unwrap();
    let len = usize::from_str_radix(line.trim(), 16).unwrap();
    let before = into.len();
    into.resize(before + len + 2, 0);
    soon(from.read_exact(&mut into[before..])).await.unwrap();
    into.truncate(before + len);
    len > 0
}

/// What a client has is never far behind what the upstream has sent, so nobody on the way holds more than that.
#[tokio::test]
async fn it_comes_back_whole_and_nobody_holds_it() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut wire = Wire::new(server.address).await;
        wire.get("").await;
        let feed = upstream.asked().await.events();
        feed.send("data: ").await;
        assert_eq!(status(&wire.head().await), 200);
        let (mut from, mut came, mut sent) = (BufReader::new(wire.0), Vec::new(), "data: ".to_owned());
        for number in 0..PIECES {
            sent.push_str(&piece(number));
            feed.send(piece(number)).await;
            while came.len() + HELD < sent.len() {
                assert!(take(&mut from, &mut came).await);
            }
        }
        sent.push_str("\n\n");
        feed.send("\n\n").await;
        drop(feed);
        while take(&mut from, &mut came).await {}
        assert!(came == sent.as_bytes(), "{} bytes came of {}", came.len(), sent.len());
    }
}
