"""Small pieces: a file, a function and a template each have a cap."""

import ast
from pathlib import Path

from tests.house.tree import files, name, templates, text

FILE_CAP, FUNCTION_CAP, TEMPLATE_CAP = 400, 40, 150
NOT_CODE = ("demo/files/", "locale/", "requirements/", "tests/files/")


def lines(path: Path) -> int:
    return len(text(path).splitlines())


def test_no_file_is_longer_than_the_cap() -> None:
    code = [path for path in files() if path.suffix in {".py", ".html", ".css", ".js", ".toml", ".sh", ""}]
    code = [path for path in code if "/migrations/" not in name(path)]  # Django writes them
    long = {name(p): lines(p) for p in code if not name(p).startswith(NOT_CODE) and lines(p) > FILE_CAP}
    assert not long


def test_no_template_is_longer_than_the_cap() -> None:
    assert not {name(path): lines(path) for path in templates() if lines(path) > TEMPLATE_CAP}


def test_no_function_is_longer_than_the_cap() -> None:
    long = {}
    for path in files(".py"):
        if "/migrations/" in name(path):
            continue
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_CAP:
                    long[f"{name(path)}:{node.lineno} {node.name}"] = length
    assert not long
