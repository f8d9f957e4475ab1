/**
 * The struct of a tokenwire payload. A payload is this struct in CompactProtocol, without a message header.
 *
 * A mapped id encodes the rank of a token id in its table. The most frequent id has mapped id 0; then follow 1, -1, 2, -2
 * and so on. The payload does not contain the table, so both sides must use the same one. docs/format.md has the details.
 */
namespace * tokenwire

struct TokenPayload {
  /** The mapped ids, in the order of the text. */
  1: required list<i32> tokens
}
