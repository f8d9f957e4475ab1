"""The error messages of the Python package, in `messages.txt`, so that a new or changed message shows up in a diff.

To update the list, run the test with `TOKENWIRE_WRITE_MESSAGES=1`. Messages of the Rust library are listed there.
"""

import ast
import os
import pathlib
import re

import pytest

BINDINGS = pathlib.Path(__file__).parents[1]
PACKAGE, NATIVE = BINDINGS / "python/tokenwire", BINDINGS / "src"
LIST = pathlib.Path(__file__).with_name("messages.txt")
pytestmark = pytest.mark.skipif(not NATIVE.is_dir(), reason="needs the repository")

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
ERROR_CLASS = re.compile(r"Error$|_error_class$|^type$")
# Comments, and string literals with their escapes. Comments are matched so that quotes in them do not count.
RUST_TOKEN = re.compile(r'//[^\n]*|"(?P<text>(?:[^"\\]|\\.)*)"', re.DOTALL)


def python_messages(source):
    """Yields the text of each error that a module creates, with `{}` for each value that is inserted."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTION)]
    constants = assigned_texts(tree.body, {})
    for function in functions:
        constants[function.name] = next((text_of(node.value, constants) for node in returns(function)), "")
    for name, value in assignments(tree.body):
        if isinstance(value, ast.Dict) and name.endswith("ADVICE"):
            yield from (text_of(item, constants) for item in value.values)
    for nodes in [outside_functions(tree), *(list(ast.walk(function)) for function in functions)]:
        texts = assigned_texts(nodes, constants)
        for node in nodes:
            if isinstance(node, ast.Call) and ERROR_CLASS.search(name_of(node.func)) and node.args:
                if text := text_of(node.args[0], texts):
                    yield text


def outside_functions(node):
    """Returns the nodes of a module that are not part of a function."""
    children = [child for child in ast.iter_child_nodes(node) if not isinstance(child, FUNCTION)]
    return children + [other for child in children for other in outside_functions(child)]


def returns(function):
    return [node for node in ast.walk(function) if isinstance(node, ast.Return)]


def assignments(nodes):
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def assigned_texts(nodes, constants):
    """Returns the constants and the texts that are assigned to names."""
    texts = dict(constants)
    for name, value in assignments(nodes):
        if text := text_of(value, texts):
            texts[name] = text
    return texts


def name_of(function):
    """Returns the last name of a called expression: `_error_class` for `self._error_class`."""
    if isinstance(function, ast.Call):
        return name_of(function.func)
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def text_of(node, texts):
    """Returns the text of a string, an f-string, or a name or call that stands for one; "" for other expressions."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part_of(part, texts) for part in node.values)
    return texts.get(name_of(node), "") if isinstance(node, ast.Name | ast.Call) else ""


def part_of(part, texts):
    if isinstance(part, ast.Constant):
        return part.value
    return text_of(part.value, texts) if isinstance(part.value, ast.Name) and text_of(part.value, texts) else "{}"


def rust_messages(source):
    """Yields every string literal with a space, except the texts of `__repr__`."""
    for match in RUST_TOKEN.finditer(source):
        text = re.sub(r"\\\n\s*", "", match["text"] or "").replace('\\"', '"')
        if " " in text and not text.startswith(("<", " ")):
            yield re.sub(r"\{[^}]*\}", "{}", text)


def listing():
    """Returns one line per file and message."""
    files = [(file, python_messages) for file in sorted(PACKAGE.rglob("*.py"))]
    files += [(file, rust_messages) for file in sorted(NATIVE.rglob("*.rs"))]
    lines = []
    for file, messages in files:
        texts = sorted({text for text in messages(file.read_text(encoding="utf-8")) if " " in text})
        lines += [f"{file.relative_to(BINDINGS)}: {text}\n" for text in texts]
    return "".join(lines)


def test_messages_are_listed():
    if os.environ.get("TOKENWIRE_WRITE_MESSAGES"):
        LIST.write_text(listing(), encoding="utf-8")
    assert listing() == LIST.read_text(encoding="utf-8"), "run with TOKENWIRE_WRITE_MESSAGES=1 and review the diff"


def test_collects_messages_of_python_sources():
    source = """
ADVICE = {1: "free some space"}
NOTE = "nothing was stored"
def check(value):
    message = f"expected {value}; {NOTE}"
    raise ValueError(message)
def check_type(value):
    raise TypeError("expected an int, "
                    f"not {type(value).__name__}")
def check_name(name):
    raise KeyError(unknown(name))
def unknown(name):
    return f"unknown name {name!r}"
if VERSION < 3:
    raise ImportError("use a newer release")
"""
    messages = ["expected an int, not {}", "expected {}; nothing was stored", "free some space"]
    messages += ["unknown name {}", "use a newer release"]
    assert sorted(python_messages(source)) == messages


def test_collects_messages_of_rust_sources():
    source = r'''
// "not a message"
Err(PyValueError::new_err(format!("expected \"a\" at {position}, \
    not {kind:?}")));
format!("<tokenwire.Table {name}>"); import("operator")
'''
    assert list(rust_messages(source)) == ['expected "a" at {}, not {}']
