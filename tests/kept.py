"""What the sites of all tests share: each test builds its own, and most of that time went into making these anew.

Addresses and statements are compiled once a run; the memory of finished tests is looked through less often.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

_MOST_STATEMENTS = 5000
_compile: Callable[..., Any] = Rule._compile_builder
_addresses: dict[tuple[object, ...], Any] = {}


def keep_all() -> None:
    """From now on, for every site of this process."""
    Rule._compile_builder = _address  # type: ignore[method-assign]
    event.listen(Engine, "engine_connect", _share_statements)
    gc.set_threshold(100_000, 20, 100)


def _address(rule: Rule, append_unknown: bool = True) -> Any:
    """The function that builds an address: it is given its rule each time, so that equal rules may share it."""
    defaults = tuple(sorted((name, repr(value)) for name, value in (rule.defaults or {}).items()))
    key = (rule.rule, tuple(rule._trace), defaults, append_unknown)
    if key not in _addresses:
        _addresses[key] = _compile(rule, append_unknown)
    return _addresses[key]


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
