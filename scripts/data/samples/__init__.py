"""Streams that scripts/data/streams.py writes for the chat transcoder's tests."""
