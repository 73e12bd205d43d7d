"""Comings and goings in the logs: which way, with which proofs, and never who."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)


def entered(way: str, *, with_code: bool) -> None:
    """Somebody came in by a password, a link or an invitation, and perhaps a code."""
    log.info("signed in by %s%s", way, " and code" if with_code else "")


def refused(proof: str) -> None:
    """A password, a code or a link was not good."""
    log.warning("sign-in refused: %s", proof)


def proved(proof: str) -> None:
    """Somebody signed in has proved again who they are, before a change that matters."""
    log.info("proved again by %s", proof)


def left() -> None:
    """Somebody went out."""
    log.info("signed out")
