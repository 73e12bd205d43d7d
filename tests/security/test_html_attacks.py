"""Hostile text through our cleaner, and through nh3 with the same rules; a third parser reads what is left."""

from __future__ import annotations

from html.parser import HTMLParser

import nh3
import pytest

from foundation.html import SCHEMES, TAGS, clean, markdown, safe_address
from tests.security.attacks import MARKDOWN, MARKUP

CORPUS = [*MARKUP, *MARKDOWN]
ATTRIBUTES = {"href", "rel"}


class Reader(HTMLParser):
    """Notes every element, attribute and address that a browser could act upon."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if tag != "a" or name not in ATTRIBUTES:
                self.faults.append(f"{name}= on <{tag}>")
            elif name == "href" and not safe_address(value or ""):
                self.faults.append(f"href={value!r}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"instruction {data!r}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"declaration {data!r}")


def faults(html: str) -> list[str]:
    return Reader(html).faults


def other(html: str) -> str:
    """What the other library makes of it, under the same rules."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel="nofollow ugc",
        attribute_filter=lambda _tag, name, value: value if name != "href" or safe_address(value) else None,
    )


def test_the_reader_sees_faults() -> None:
    for bad in ("<img>", "<p class=x>", "<a href='javascript:1'>x</a>", "<!-- x -->", "<a onclick=x>x</a>", "<!x>"):
        assert faults(bad), bad
    assert faults('<p><a href="https://example.org" rel="nofollow ugc">x</a></p>') == []


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 40
    assert len(set(CORPUS)) == len(CORPUS)


@pytest.mark.parametrize("attack", CORPUS, ids=range(len(CORPUS)))
def test_nothing_hostile_comes_through(attack: str) -> None:
    for made in (clean, markdown, other):
        assert faults(str(made(attack))) == []


@pytest.mark.parametrize("attack", CORPUS, ids=range(len(CORPUS)))
def test_cleaning_what_is_clean_changes_nothing(attack: str) -> None:
    once = clean(attack)
    assert clean(once) == once
    assert faults(str(clean(other(str(once))))) == []


@pytest.mark.parametrize("attack", MARKUP, ids=range(len(MARKUP)))
def test_markup_that_is_typed_is_shown_as_typed(attack: str) -> None:
    """Markdown has no raw HTML: what looks like a tag is text."""
    assert "<script" not in markdown(attack)
    assert "<img" not in markdown(attack)
