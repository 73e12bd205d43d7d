"""Addresses compiled once a run: each test builds the site anew, and half of that time went into them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_compile: Callable[..., Any] = Rule._compile_builder
_compiled: dict[tuple[object, ...], Any] = {}


def _kept(rule: Rule, append_unknown: bool = True) -> Any:
    """The function that builds an address: it is given its rule each time, so that equal rules may share it."""
    defaults = tuple(sorted((name, repr(value)) for name, value in (rule.defaults or {}).items()))
    key = (rule.rule, tuple(rule._trace), defaults, append_unknown)
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]


def keep_compiled() -> None:
    """From now on, for every site of this process."""
    Rule._compile_builder = _kept  # type: ignore[method-assign]
