/**
 * What a tokenwire payload is to any Apache Thrift reader: this struct in CompactProtocol, without a message header.
 *
 * A mapped id is a token id's place in its table, the most frequent first: 0, 1, -1, 2, -2 ... The table is not in
 * the payload; both sides agree on it. docs/format.md has the rest.
 */
namespace * tokenwire

struct TokenPayload {
  /** Mapped ids, in the order of the text. */
  1: required list<i32> tokens
}
