"""What the sites of all tests share: each test builds its own, and most of that time went into making these anew.

Addresses and statements are compiled once a run; the memory of finished tests is looked through less often.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

_MOST_STATEMENTS = 5000
_compile: Callable[..., Any] = Rule._compile_builder
_read: Callable[..., Any] = Rule._parse_rule
_addresses: dict[tuple[object, ...], Any] = {}
_patterns: dict[tuple[str, frozenset[tuple[str, Any]]], tuple[list[Any], list[Any], dict[str, Any], set[str]]] = {}


def keep_all() -> None:
    """From now on, for every site of this process."""
    Rule._compile_builder = _address  # type: ignore[method-assign]
    Rule._parse_rule = _pattern  # type: ignore[method-assign]
    event.listen(Engine, "engine_connect", _share_statements)
    gc.set_threshold(100_000, 20, 100)


@contextmanager
def uncounted() -> Iterator[None]:
    """What runs inside, and the threads begun there, are not looked at by coverage, which slows them by half.

    Only where nothing is reached that is not counted elsewhere: coverage may then say less, never more.
    """
    here, in_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        sys.settrace(here)
        threading.settrace(in_threads)  # type: ignore[arg-type]


def _address(rule: Rule, append_unknown: bool = True) -> Any:
    """The function that builds an address: it is given its rule each time, so that equal rules may share it."""
    defaults = tuple(sorted((name, repr(value)) for name, value in (rule.defaults or {}).items()))
    key = (rule.rule, tuple(rule._trace), defaults, append_unknown)
    if key not in _addresses:
        _addresses[key] = _compile(rule, append_unknown)
    return _addresses[key]


def _pattern(rule: Rule, words: str) -> list[Any]:
    """The parts of an address, which it is matched by. They are never changed once read; what is added to is copied."""
    assert rule.map is not None
    key = (words, frozenset(rule.map.converters.items()))
    if key not in _patterns:
        before = len(rule._trace)
        parts = list(_read(rule, words))
        _patterns[key] = (parts, rule._trace[before:], dict(rule._converters), set(rule.arguments))
        return parts
    parts, trace, converters, arguments = _patterns[key]
    rule._trace += trace
    rule._converters.update(converters)
    rule.arguments |= arguments
    return parts


class _Statements(LRUCache[Any, Any]):
    """Compiled statements by what they say and the kind of database, not by the one they were first sent to."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_plain(key), default)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_plain(key))

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_plain(key), value)


def _plain(key: Any) -> Any:
    dialect, *rest = key
    return (dialect.name, *rest)


_statements = _Statements(_MOST_STATEMENTS)


def _share_statements(connection: Connection) -> None:
    connection.engine._compiled_cache = _statements
