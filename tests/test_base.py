"""The base of all our names stands in one place."""

import ast
from collections.abc import Iterator
from pathlib import Path

from whyso import ontology

ROOT = Path(__file__).resolve().parent.parent


def strings(path: Path) -> Iterator[str]:
    """Yield the string constants of a Python file that are no docstrings."""
    tree = ast.parse(path.read_bytes())
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def test_the_base_stands_in_one_place_of_the_code() -> None:
    host = ontology.BASE.split("//")[1]
    code = [ROOT / "cli.py", *(ROOT / "graph").rglob("*.py"), *(ROOT / "ontology").rglob("*.py")]
    found = [
        (path.relative_to(ROOT).as_posix(), text)
        for path in code
        if host in path.read_text("utf-8")
        for text in strings(path)
        if host in text
    ]

    assert len(code) > 40
    assert found == [("ontology/__init__.py", ontology.BASE)]


def test_every_namespace_of_ours_begins_with_the_base() -> None:
    spaces = [ontology.ARG, ontology.SHAPES, ontology.ID, ontology.GRAPH, ontology.DERIVED]
    spaces += [ontology.VERDICT, ontology.SOFTWARE, ontology.CARRIED]

    assert all(space.startswith(ontology.BASE) for space in spaces)
    assert len(set(spaces)) == len(spaces)
