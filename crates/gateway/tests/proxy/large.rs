//! An event that is larger than a proxy should buffer.

use crate::common::chain::Chain;
use crate::common::raw_client::{RawClient, status};
use crate::common::soon;
use crate::common::upstream::Upstream;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};

const PIECE: usize = 1 << 20;
const PIECES: usize = 64;
/// The maximum number of bytes of an incomplete event that the proxies may buffer.
const MAX_BUFFERED: usize = 8 * PIECE;

/// Returns the piece of the event with this number.
fn piece(number: usize) -> String {
    let word = format!("{:x} ", number.wrapping_mul(0x9e37_79b9));
    word.repeat(PIECE / word.len() + 1)[..PIECE].to_owned()
}

/// Reads the next chunk of a body. Returns `false` if it was the last.
async fn read_chunk(from: &mut BufReader<tokio::net::TcpStream>, into: &mut Vec<u8>) -> bool {
    let mut line = String::new();
    soon(from.read_line(&mut line)).await.unwrap();
    let len = usize::from_str_radix(line.trim(), 16).unwrap();
    let before = into.len();
    into.resize(before + len + 2, 0);
    soon(from.read_exact(&mut into[before..])).await.unwrap();
    into.truncate(before + len);
    len > 0
}

/// The upstream waits whenever the client is `MAX_BUFFERED` bytes behind. The test ends only if no proxy buffers more
/// than that.
#[tokio::test]
async fn a_huge_event_round_trips_and_is_not_buffered() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut client = RawClient::new(server.address).await;
        client.get("").await;
        let feed = upstream.request().await.events();
        feed.send("data: ").await;
        assert_eq!(status(&client.head().await), 200);
        let (mut from, mut received, mut sent) = (BufReader::new(client.0), Vec::new(), "data: ".to_owned());
        for number in 0..PIECES {
            sent.push_str(&piece(number));
            feed.send(piece(number)).await;
            while received.len() + MAX_BUFFERED < sent.len() {
                assert!(read_chunk(&mut from, &mut received).await);
            }
        }
        sent.push_str("\n\n");
        feed.send("\n\n").await;
        drop(feed);
        while read_chunk(&mut from, &mut received).await {}
        assert!(received == sent.as_bytes(), "{} bytes of {}", received.len(), sent.len());
    }
}
