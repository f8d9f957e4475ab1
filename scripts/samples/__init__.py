"""Streams that scripts/streams.py writes for the chat transcoder's tests."""
