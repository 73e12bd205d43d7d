"""The tail is what hurts: long files, long functions, views that decide, templates one cannot see whole."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.project import ROOT, functions, name, sources, templates

FILE, TEST_FILE, FUNCTION, VIEW, TEMPLATE = 300, 400, 30, 12, 120

# what is longer, and why a reader accepts it
REASONS: dict[str, str] = {}


def too_long(sizes: dict[str, int], limit: int) -> dict[str, int]:
    return {what: size for what, size in sizes.items() if size > limit and what not in REASONS}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    statements = function.body[1:] if ast.get_docstring(function) else function.body
    return (statements[-1].end_lineno or 0) - statements[0].lineno + 1 if statements else 0


def is_view(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    calls = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(call, ast.Name) and call.id == "guarded" for call in calls)


def test_no_file_is_too_long() -> None:
    assert too_long({name(path): lines(path) for path in sources()}, FILE) == {}
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert too_long({name(path): lines(path) for path in tests}, TEST_FILE) == {}


def test_no_template_is_too_long() -> None:
    assert too_long({name(path): lines(path) for path in templates()}, TEMPLATE) == {}


def test_no_function_is_too_long() -> None:
    sizes = {f"{name(path)}:{f.name}": body_length(f) for path in sources() for f in functions(path)}
    assert too_long(sizes, FUNCTION) == {}


def test_views_only_pass_on() -> None:
    sizes = {f"{name(path)}:{f.name}": body_length(f) for path in sources() for f in functions(path) if is_view(f)}
    assert len(sizes) > 10
    assert too_long(sizes, VIEW) == {}


def test_each_reason_is_still_needed() -> None:
    known = {name(path) for path in [*sources(), *templates()]}
    known |= {f"{name(path)}:{f.name}" for path in sources() for f in functions(path)}
    assert set(REASONS) <= known
