"""What no source may hold: text run as code, glued statements, weak chance, calls to other servers."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.project import ROOT, name, sources, tree

NOWHERE = [
    (
        "text run as code",
        r"(?<![\w.])(eval|exec|compile)\(|__import__|\bpickle\b|\bmarshal\b|\bshelve\b|yaml\.load\b",
    ),
    ("pages made of text", r"render_template_string|\.from_string\("),
    ("a shell", r"shell\s*=\s*True|os\.(system|popen)\b"),
    ("XML", r"\bxml\.|\blxml\b|ElementTree"),
    ("calls to other servers", r"urllib\.request|\bimport requests\b|http\.client|\bhttpx\b|\bftplib\b|\burlopen\b"),
    ("weak hashes or chance", r"\b(md5|sha1)\b|(?<![\w.])random\.(?!Random\()"),
    ("rows filled from a form whole", r"populate_obj|\*\*request\.|\*\*form\.data"),
    ("a debugger", r"debug\s*=\s*True|\bpdb\b|breakpoint\("),
    ("open certificates", r"verify\s*=\s*False|CERT_NONE|_create_unverified_context"),
]
# the workbooks that people send are read part by part, and none may declare a type of document
# a relay without a password is spoken to over TLS even when its certificate is of its own making
# the feed of a council is written, and nothing of anybody is read
REASONED = {
    ("open certificates", "foundation/postman.py"),
    ("XML", "councils/members/workbooks.py"),
    ("XML", "meetings/news/atom.py"),
}
STATEMENTS = {"text", "execute", "executescript", "exec_driver_sql", "DDL", "literal_column"}
PATTERNS = {"compile", "match", "search", "fullmatch", "sub", "subn", "findall", "finditer", "split"}
OUR_ADDRESSES = {"url_for", "local_path"}


@pytest.mark.parametrize(("what", "pattern"), NOWHERE, ids=[what for what, _ in NOWHERE])
def test_no_source_holds(what: str, pattern: str) -> None:
    found = re.compile(pattern)
    holding = [name(path) for path in sources() if found.search(path.read_text(encoding="utf-8"))]
    assert [path for path in holding if (what, path) not in REASONED] == []


def calls(path: Path) -> list[tuple[str, ast.Call]]:
    """(last word of what is called, the call) for each call of a file."""
    found = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return [(_last(node.func), node) for node in found]


def _last(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def glued(argument: ast.expr) -> bool:
    """Whether a text is put together from values: an f-string with any, `%`, `+` or `.format`.

    A pragma of SQLite takes no parameters: it is written whole.
    """
    if isinstance(argument, ast.JoinedStr):
        return not ast.unparse(argument)[2:].startswith("PRAGMA ") and any(
            isinstance(part, ast.FormattedValue) and not _constant(part.value) for part in argument.values
        )
    if isinstance(argument, ast.BinOp):
        return not (isinstance(argument.op, ast.Add) and _constant(argument.left) and _constant(argument.right))
    return isinstance(argument, ast.Call) and _last(argument.func) == "format"


def _constant(node: ast.expr) -> bool:
    """A literal, or a name in capitals, which only the code itself sets."""
    inner = node.body if isinstance(node, ast.IfExp) else node
    return isinstance(inner, ast.Constant) or (isinstance(inner, ast.Name) and inner.id.isupper())


def test_no_statement_is_glued_together() -> None:
    found = [
        f"{name(path)}:{call.lineno}"
        for path in sources()
        for called, call in calls(path)
        if called in STATEMENTS and call.args and glued(call.args[0])
    ]
    assert found == []


def test_no_pattern_is_made_of_typed_text() -> None:
    found = [
        f"{name(path)}:{call.lineno}"
        for path in sources()
        for called, call in calls(path)
        if called in PATTERNS and ast.unparse(call.func).startswith("re.") and call.args and glued(call.args[0])
        if "re.escape" not in ast.unparse(call.args[0])
    ]
    assert found == []


def _gives_addresses() -> set[str]:
    """The functions that give nothing but the address of a page of ours."""
    given = set()
    for path in sources():
        for function in (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)):
            returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
            if returned and all(isinstance(one, ast.Call) and _last(one.func) == "url_for" for one in returned):
                given.add(function.name)
    return given


def test_readers_are_sent_only_to_our_own_pages() -> None:
    ours = OUR_ADDRESSES | _gives_addresses()
    found = [
        f"{name(path)}:{call.lineno}"
        for path in sources()
        for called, call in calls(path)
        if called == "redirect" and not (isinstance(call.args[0], ast.Call) and _last(call.args[0].func) in ours)
    ]
    assert found == []


def test_what_is_glued_is_seen() -> None:
    def argument(source: str) -> ast.expr:
        call = ast.parse(source, mode="eval").body
        assert isinstance(call, ast.Call)
        return call.args[0]

    for bad in ("text(f'SELECT {x}')", "text('SELECT ' + x)", "text('SELECT %s' % x)", "text('{}'.format(x))"):
        assert glued(argument(bad)), bad
    for good in ("text('SELECT 1')", "text('SELECT ' 'a')", "text(f'SELECT {TABLE}')", "text(statement)"):
        assert not glued(argument(good)), good


def test_scripts_keep_nothing_and_run_no_text() -> None:
    """Our own scripts: no text run as code, no HTML from text, nothing kept in the browser, no prototype touched.

    The editor alone keeps a text that the network lost, until it is saved; signing out clears it (`Clear-Site-Data`).
    It also writes how a link begins, for who types one.
    """
    bad = re.compile(
        r"\beval\(|new Function|innerHTML\s*=|outerHTML\s*=|insertAdjacentHTML|document\.write"
        r"|localStorage|sessionStorage|document\.cookie|indexedDB|__proto__|\.prototype\b|(?<!channel\.)postMessage|https?://(?!www\.w3\.org)"
    )
    scripts = sorted((ROOT / "static" / "js").rglob("*.js"))
    kept = re.compile(r"localStorage\.(?:get|set|remove)Item\(name\b|(?<=\()https://(?=\)`)|\"https://\"")
    texts = {path: path.read_text(encoding="utf-8") for path in scripts}
    texts |= {path: kept.sub("", text) for path, text in texts.items() if path.name == "editor.js"}
    assert [name(path) for path, text in texts.items() if bad.search(text)] == []
