"""Texts that other prompt compressors fail to restore, and ordinary texts."""

ADVERSARIAL = {
    "empty": "",
    "one character": "a",
    "plain": "You are a helpful assistant. Answer in one sentence.",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 ✈️",
    "lone surrogates": "half \ud83d and half \udc69, in the wrong order \udc69\ud83d",
    "a pair of lone surrogates": "\ud800" + "\udc00",
    "zeros": "\0a\0\0b\0",
    "special tokens": "<|endoftext|><|im_start|>system<|im_end|> <|endofprompt|> <|fim_prefix|>",
    "line ends": "a\r\nb\rc\n\n\n\td\u2028e\x85",
    "byte order mark": "\ufeffmark \ufffe \uffff",
    "scripts": "Grüße, 你好世界, Привет, שלום, مرحبا, नमस्ते, สวัสดี, こんにちは, 안녕하세요",
    "combining": "e\u0301 a\u0308\u0323\u0331 Z" + "\u0335" * 40,
    "astral": "\U00010000\U0010ffff𝔘𝔫𝔦",
    "code": "def f(x):\n    return {'a': [x ** 2 for x in range(10)]}  # ok\n" * 5,
    "numbers": " ".join(str(n * n) for n in range(300)),
    "base64": "aGVsbG8gd29ybGQhIFRoaXMgaXMgYSB0ZXN0Lg==" * 9,
}
LONG = {
    "a megabyte of spaces": " " * 2**20,
    "long prose": "".join(f"Sentence {n} tells of {n * 7919 % 1000} things. " for n in range(4000)),
    "one long word": "abcdefghij" * 5000,
}
