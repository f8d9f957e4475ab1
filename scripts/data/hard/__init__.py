"""Streams that scripts/data/hard_streams.py writes to measure compression."""
