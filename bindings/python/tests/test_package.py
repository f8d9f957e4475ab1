"""The package itself: its imports and names."""

import ast
import pathlib
import re
import subprocess
import sys

import pytest
import tokenwire


def test_importing_the_package_imports_no_heavy_modules():
    heavy = "{'sqlite3', 'numpy', 'openai', 'httpx', 'httpx2', 'pyarrow', 'matplotlib', 'inspect', 'asyncio'}"
    result = subprocess.run(
        [sys.executable, "-c", f"import sys, tokenwire; print(sorted({heavy} & set(sys.modules)))"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert result.stdout == "[]\n"


def test_all_names_exist():
    for name in tokenwire.__all__:
        assert getattr(tokenwire, name) is not None and name in dir(tokenwire)
    assert tokenwire.tacc.Codec and tokenwire.prompts.METHODS
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        tokenwire.nothing  # noqa: B018


def test_the_stub_lists_every_coder():
    stub = (pathlib.Path(tokenwire.__file__).parent / "_native.pyi").read_text()
    listed = re.search(r"^_Coder: TypeAlias = Literal(\[.*\])$", stub, re.MULTILINE)[1]
    assert ast.literal_eval(listed) == ["stable", "smallest", *tokenwire.coders()]
