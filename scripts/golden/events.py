#!/usr/bin/env python3
"""Writes golden streams of events, which later releases must read.

usage: scripts/golden/events.py FOLDER

Encodes some files of crates/chat/tests/data with target/debug/tokenwire and writes the streams to
crates/chat/tests/golden/FOLDER. An existing folder is never rewritten.
"""

import hashlib
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "crates/chat/tests/data"
GOLDEN = ROOT / "crates/chat/tests/golden"
COMMAND = [ROOT / "target/debug/tokenwire", "stream", "encode", "--keep-padding"]
NAMES = """
anthropic-messages.sse anthropic-signed.sse azure-chat.sse bedrock-converse.ndjson gemini-array.ndjson llamacpp-completion.sse
ollama-native.ndjson openai-3-choices.sse openai-chat-crlf.sse openai-chat-obfuscated.sse openai-logprobs.sse openai-responses.sse
openai-tools.sse perplexity.sse sglang-generate.sse tgi-generate.sse vllm-chat-foreign-ids.sse vllm-generate.sse
vllm-several-ids.sse hard-anthropic-agent.sse hard-copilot-item-ids.sse hard-counting-ids.sse hard-gemini-signatures.sse
hard-live-raw-text.sse hard-live-vercel-lines.sse hard-llamacpp-timings.sse hard-new-id-each-event.sse
hard-perplexity-reasoning.sse hard-tool-result-twice.sse odd-bytes.sse odd-counters.sse odd-cr.sse odd-cut.sse odd-empty.sse odd-escape-mixed.sse odd-escape-net.sse
odd-many-shapes.sse odd-numbers.sse odd-repeats.sse odd-surrogates.sse odd-times.ndjson odd-two-models.sse
""".split()


def main(folder: str) -> None:
    out = GOLDEN / folder
    out.mkdir(parents=True)
    sources = ["# source, sha256 of what its streams decode to"]
    for name in NAMES:
        source = (DATA / name).read_bytes()
        sources.append(f"{name}\t{hashlib.sha256(source).hexdigest()}")
        for coder in ["varint", "prefix"]:
            stream = subprocess.run([*COMMAND, "--coder", coder], input=source, capture_output=True, check=True).stdout
            (out / f"{name}.{coder}").write_bytes(stream)
    (out / "sources.tsv").write_text("\n".join(sources) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
