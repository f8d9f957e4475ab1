"""Finds the uses of items between the files of a Rust crate.

A path such as `crate::event::Event` is followed through `pub use` to the file that defines `Event`. Declaring a module
(`mod event;`) and re-exporting one of its items are not uses. Code under `#[cfg(test)]` does not count, because a unit
test may use anything. Method calls contain no path, so they are ignored: an `impl` block may be in a child's file.

How it works: `tokens` splits a file into tokens, `Parser` reads them into modules with their definitions, imports and
paths, and `Resolver` follows the paths. For example, with

    lib.rs:    mod event; pub use event::Event;
    reader.rs: use crate::Event;

the path `crate::Event` resolves to the import `event::Event` of lib.rs, and from there to event.rs. So reader.rs uses
event.rs, not lib.rs.
"""
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = re.compile(
    r"""
    (?P<comment> //[^\n]* | /\* )
  | (?P<string> b?c?r(?P<hashes>\#*)" | [bc]?" )
  | (?P<char> b?'(?:\\(?:x[0-9a-fA-F]{2}|u\{[0-9a-fA-F_]+\}|.)|[^\\'])' )
  | (?P<lifetime> '[A-Za-z_]\w* )
  | (?P<word> (?:r\#)?[A-Za-z_]\w* )
  | (?P<number> [0-9][\w.]* )
  | (?P<colons> :: )
  | (?P<sign> \S )
    """,
    re.VERBOSE,
)
ITEMS = {"fn", "struct", "enum", "trait", "type", "const", "static", "union"}
KEYWORDS_OF_PATHS = {"crate", "self", "super"}


@dataclass
class Token:
    kind: str
    text: str
    line: int


@dataclass
class Module:
    """A module: its file and its names."""

    path: tuple
    file: Path
    folder: Path
    parent: "Module | None"
    definitions: dict = field(default_factory=dict)  # name -> line
    children: dict = field(default_factory=dict)  # name -> Module
    imports: dict = field(default_factory=lambda: defaultdict(list))  # name -> segments
    globs: list = field(default_factory=list)  # segments
    uses: list = field(default_factory=list)  # (segments, line, name, is_public)
    paths: list = field(default_factory=list)  # (segments, line)
    words: set = field(default_factory=set)


def tokens(text):
    """Splits Rust source into tokens. A string literal is one token; comments are skipped."""
    found, position, line = [], 0, 1
    while match := TOKEN.search(text, position):
        line += text.count("\n", position, match.start())
        kind, end = match.lastgroup, match.end()
        if kind == "hashes":
            kind = "string"
        if match["comment"] == "/*":
            end = end_of_block_comment(text, end)
        elif match["string"]:
            end = end_of_string(text, match)
        if not match["comment"]:
            content = text[match.end() : end - 1] if match["string"] else match.group()
            found.append(Token("string" if match["string"] else kind, content, line))
        line += text.count("\n", match.start(), end)
        position = end
    return found


def end_of_block_comment(text, position):
    depth = 1
    while depth:
        match = re.compile(r"/\*|\*/").search(text, position)
        if match is None:
            return len(text)
        depth += 1 if match.group() == "/*" else -1
        position = match.end()
    return position


def end_of_string(text, match):
    if "r" in match["string"]:
        quote = '"' + (match["hashes"] or "")
        return text.index(quote, match.end()) + len(quote)
    return re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL).match(text, match.end()).end()


class Parser:
    """Reads a file into modules: the module of the file and its inline modules."""

    def __init__(self, module):
        self.tokens = tokens(module.file.read_text())
        self.at = 0
        self.module = module

    def parse(self):
        self.scope(self.module, at_items=True)

    def text(self, ahead=0):
        at = self.at + ahead
        return self.tokens[at].text if 0 <= at < len(self.tokens) and self.tokens[at].kind != "string" else ""

    def scope(self, module, at_items):
        """Reads up to the brace that closes this scope. Only items directly inside a module are definitions."""
        attributes = []
        while self.at < len(self.tokens):
            text = self.text()
            if text == "}":
                self.at += 1
                return
            if text == "#" and (self.text(1) == "[" or self.text(1) + self.text(2) == "!["):
                attributes.append(self.attribute(module))
                continue
            if attributes and is_test(attributes):
                self.skip_item()
            elif text == "{":
                self.at += 1
                self.scope(module, at_items=False)
            elif text == "pub":
                self.visibility()
                is_public = True
                if self.text() == "use":
                    self.use(module, is_public)
                continue  # the attributes belong to the item that follows
            elif text == "use":
                self.use(module, is_public=False)
            elif at_items and text == "mod" and self.tokens[self.at + 1].kind == "word":
                self.child(module, attributes)
            elif at_items and text == "macro_rules" and self.text(1) == "!":
                module.definitions[self.text(2)] = self.tokens[self.at].line
                self.at += 3
            elif at_items and text in ITEMS and self.tokens[self.at + 1].kind == "word" and self.text(1) not in ITEMS:
                name = self.text(2) if self.text(1) == "mut" else self.text(1)
                module.definitions[name] = self.tokens[self.at].line
                self.at += 2
            else:
                self.word_or_path(module)
            attributes = []

    def attribute(self, module):
        begin = self.at
        self.at += 2 if self.text(1) == "[" else 3
        depth = 1
        while depth:
            depth += {"[": 1, "]": -1}.get(self.text(), 0)
            self.word_or_path(module)
        return self.tokens[begin : self.at]

    def visibility(self):
        self.at += 1
        if self.text() == "(" and self.text(1) in {"crate", "super", "self", "in"}:
            while self.text() != ")":
                self.at += 1
            self.at += 1

    def skip_item(self):
        """Skips the item after a `test` attribute: up to `;`, or past the braces."""
        depth = 0
        while self.at < len(self.tokens):
            text = self.text()
            self.at += 1
            depth += {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}.get(text, 0)
            if depth == 0 and text in {";", "}"}:
                # `use a::{b};` ends with the semicolon.
                if text == "}" and self.text() == ";":
                    self.at += 1
                return

    def use(self, module, is_public):
        line = self.tokens[self.at].line
        self.at += 1
        for segments, name in self.tree(()):
            if name == "*":
                module.globs.append(segments)
            else:
                module.imports[name].append(segments)
            module.uses.append((segments, line, name, is_public))
        self.at += 1

    def tree(self, prefix):
        """Yields the paths of a `use` declaration, each with the name that it declares."""
        segments = prefix
        while True:
            text = self.text()
            if text == "::":
                self.at += 1
            elif text == "{":
                self.at += 1
                while self.text() != "}":
                    yield from self.tree(segments)
                    if self.text() == ",":
                        self.at += 1
                self.at += 1
                return
            elif text == "*":
                self.at += 1
                yield segments, "*"
                return
            elif self.tokens[self.at].kind == "word" and text != "as":
                segments = (*segments, text) if text != "self" or not segments else segments
                self.at += 1
            else:
                break
        name = segments[-1]
        if self.text() == "as":
            name = self.text(1)
            self.at += 2
        yield segments, name

    def child(self, module, attributes):
        name = self.text(1)
        self.at += 2
        path = (*module.path, name)
        if self.text() == "{":
            self.at += 1
            inner = Module(path, module.file, module.folder / name, module)
            module.children[name] = inner
            self.scope(inner, at_items=True)
        else:
            file = file_of(module, name, attributes)
            if file is not None:
                folder = file.parent if file.name == "mod.rs" or has_path(attributes) else file.with_suffix("")
                module.children[name] = Module(path, file, folder, module)
                Parser(module.children[name]).parse()

    def word_or_path(self, module):
        token, before = self.tokens[self.at], self.text(-1)
        if token.kind != "word" or before in {"::", "."}:
            self.at += 1
            return
        segments = [token.text]
        while self.text(1) == "::" and self.at + 2 < len(self.tokens) and self.tokens[self.at + 2].kind == "word":
            segments.append(self.text(2))
            self.at += 2
        self.at += 1
        module.words.add(segments[0])
        if len(segments) > 1:
            module.paths.append((tuple(segments), token.line))


def is_test(attributes):
    return any([t.text for t in tokens_[:4]] == ["#", "[", "cfg", "("] and (
        tokens_[4].text == "test" or [t.text for t in tokens_[4:7]] == ["all", "(", "test"]) for tokens_ in attributes)


def has_path(attributes):
    return any(attribute[2].text == "path" for attribute in attributes)


def file_of(module, name, attributes):
    for attribute in attributes:
        if attribute[2].text == "path":
            # In an inline module the path is relative to that module's folder, otherwise to the folder of the file.
            inline = module.parent is not None and module.parent.file == module.file
            return ((module.folder if inline else module.file.parent) / attribute[4].text).resolve()
    for file in (module.folder / f"{name}.rs", module.folder / name / "mod.rs"):
        if file.exists():
            return file
    return None


def read_crate(root):
    """Reads all modules of a crate from its root file."""
    module = Module((), root, root.parent, None)
    Parser(module).parse()
    return module


def modules(module):
    """Yields the module and all modules inside it."""
    yield module
    for child in module.children.values():
        yield from modules(child)


class Resolver:
    """Follows paths to the files that define their items."""

    def __init__(self, root):
        self.root = root

    def resolve(self, module, segments):
        """Returns the possible targets of a path in a module: modules, and definitions as `(file, name)`."""
        return self._resolve(module, tuple(segments), set())

    def _resolve(self, module, segments, visited):
        if (module.path, segments) in visited:
            return []
        visited = visited | {(module.path, segments)}
        first, rest = segments[0], segments[1:]
        if first in KEYWORDS_OF_PATHS:
            begin = {"crate": self.root, "self": module, "super": module.parent}[first]
            if begin is None:
                return []
            return self._resolve(begin, rest, visited) if rest else [begin]
        found = []
        for target in self.named(module, first, visited):
            if not rest or not isinstance(target, Module):
                found.append(target)  # the rest of the path, after a type, names an item of the type
            else:
                found += self._resolve(target, rest, visited)
        return found

    def named(self, module, name, visited):
        if name in module.children:
            yield module.children[name]
        if name in module.definitions:
            yield (module.file, name)
        for segments in module.imports.get(name, []):
            if segments[0] == name and len(segments) == 1:
                continue
            yield from self._resolve(module, segments, visited)
        if name not in module.children and name not in module.definitions and name not in module.imports:
            for segments in module.globs:
                for target in self._resolve(module, segments, visited) if segments else []:
                    if isinstance(target, Module):
                        yield from self._resolve(target, (name,), visited)


def uses(root):
    """Returns `{(file, other file): {used item: line}}` for a crate, from its root module."""
    resolver = Resolver(root)
    found = defaultdict(dict)

    def add(module, segments, line):
        for target in resolver.resolve(module, segments):
            if isinstance(target, tuple) and target[0] != module.file:
                found[module.file, target[0]].setdefault(target[1], line)

    for module in modules(root):
        for segments, line, name, is_public in module.uses:
            if name != "*" and (not is_public or name in module.words):
                add(module, segments, line)
        for segments in module.globs:
            for target in resolver.resolve(module, segments) if segments else []:
                if isinstance(target, Module):
                    for name in sorted(module.words):
                        if name not in module.definitions and name not in module.imports:
                            add_glob(add, module, segments, name)
        for segments, line in module.paths:
            add(module, segments, line)
    return found


def add_glob(add, module, segments, name):
    line = next((line for other, line, star, _ in module.uses if other == segments and star == "*"), 0)
    add(module, (*segments, name), line)
