"""The project's own files, read as text or as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = tuple(name for name in ("foundation", "citizens", "councils", "meetings") if (ROOT / name).is_dir())
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def sources(*packages: str) -> list[Path]:
    """The Python files of the packages (all of them by default), and `wsgi.py` with all of them."""
    found = [path for name in packages or PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]
    return found if packages else [*found, ROOT / "wsgi.py"]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def name(path: Path) -> str:
    """A file's path inside the project, to say in a failure."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, FUNCTIONS))


def imported(node: ast.AST) -> list[str]:
    """The modules that an import statement names, `from a import b` as `a.b`."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def docstrings(path: Path) -> set[int]:
    """The identities of the constants that are docstrings."""
    holders = [n for n in ast.walk(tree(path)) if isinstance(n, (ast.Module, ast.ClassDef, *FUNCTIONS))]
    return {
        id(n.body[0].value)
        for n in holders
        if n.body and isinstance(n.body[0], ast.Expr) and isinstance(n.body[0].value, ast.Constant)
    }


def texts(path: Path) -> Iterator[str]:
    """The string constants of a Python file that are no docstrings."""
    left_out = docstrings(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.value
