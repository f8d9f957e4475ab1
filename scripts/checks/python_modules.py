"""Finds the imports between the files of a Python package.

An import from a package's `__init__.py` is followed to the file that defines the name. Imports inside functions and
under `TYPE_CHECKING` count.
"""
import ast
from collections import defaultdict


def uses(folder):
    """Returns `{(file, other file): {imported name: line}}` for the package in this folder."""
    files = {module_name(folder, file): file for file in sorted(folder.rglob("*.py"))}
    trees = {name: ast.parse(file.read_text()) for name, file in files.items()}
    imports = {name: list(imported(tree, name, files)) for name, tree in trees.items()}
    found = defaultdict(dict)
    for name, pairs in imports.items():
        for module, item, line in pairs:
            target = defining(module, item, imports, files)
            if target in files and target != name and not reexports(name, item, trees[name], files):
                found[files[name], files[target]].setdefault(item or target, line)
    return found


def module_name(folder, file):
    parts = file.relative_to(folder.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree, name, files):
    """Yields the module, the imported name (None for the module itself) and the line of each import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, None, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, name, files)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield (inner, None, node.lineno) if inner in files else (base, alias.name, node.lineno)


def absolute(node, name, files):
    if not node.level:
        return node.module
    package = name.split(".") if files[name].name == "__init__.py" else name.split(".")[:-1]
    package = package[: len(package) - node.level + 1]
    return ".".join([*package, *(node.module or "").split(".")] if node.module else package)


def defining(module, item, imports, files):
    """Returns the module that defines a name, following re-exports in an `__init__.py`."""
    is_package = item and module in files and files[module].name == "__init__.py"
    for other, name, _ in imports[module] if is_package else []:
        if name == item:
            return defining(other, name, imports, files)
    return module


def reexports(name, item, tree, files):
    """Whether a package's `__init__.py` imports a name only to re-export it."""
    if files[name].name != "__init__.py":
        return False
    return all(not isinstance(node, ast.Name) or node.id != item for node in ast.walk(tree))
