"""The one place that turns people's text into HTML and says that HTML may be trusted.

Markdown is the truth; the cleaned HTML is made once, when written, and kept beside it (ruling 5). Three walls:
Markdown without raw HTML, then bleach, then a content policy without inline script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import bleach
from bleach.html5lib_shim import Filter
from markdown_it import MarkdownIt
from markupsafe import Markup
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from foundation.text import nfc

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "h2", "h3", "a"})
SCHEMES = frozenset({"http", "https", "mailto"})

# elements whose content is no text for readers: bleach would leave their words on the page
_SPEECHLESS = re.compile(
    r"<(script|style|template|noscript|iframe|object|svg|math|title|textarea|xmp)\b.*?(</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
# soft hyphens, zero-width spaces, marks of direction; the joiners of emoji (U+200D) stay (R-TXT-02)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(p|li|h2|h3|ul|ol)>|<br>")

_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    .enable(["linkify"])
    .disable(["image", "code", "fence", "backticks", "hr", "html_block", "html_inline", "blockquote"])
)


def safe_address(address: str) -> bool:
    """Whether a link may be kept: http, https or mailto, or a path of this site."""
    address = unescape(address).strip()
    if any(ord(c) <= 32 or ord(c) == 127 for c in address) or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in SCHEMES and (bool(parts.hostname) or (parts.scheme == "mailto" and bool(parts.path)))
    return not parts.netloc and address.startswith(("/", "#"))


class _SafeLinks(Filter):  # type: ignore[misc]
    """Reads each address again and drops those that could do anything but lead somewhere."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in super().__iter__():
            if token["type"] == "StartTag" and token["name"] == "a":
                address = token["data"].get((None, "href"), "")
                token["data"] = (
                    {(None, "href"): address, (None, "rel"): "nofollow ugc"} if safe_address(address) else {}
                )
            yield token


_CLEANER = bleach.Cleaner(
    tags=TAGS,
    attributes={"a": ["href"]},
    protocols=SCHEMES,
    strip=True,
    strip_comments=True,
    filters=[_SafeLinks],
)


def clean(html: str) -> Markup:
    """HTML reduced to paragraphs, lists, bold, italic, links and headings 2 and 3 (R-TXT-02), safe to show."""
    bare = html
    while (cut := _SPEECHLESS.sub("", bare)) != bare:
        bare = cut
    return Markup(_CLEANER.clean(_INVISIBLE.sub("", nfc(bare))))


def markdown(text: str) -> Markup:
    """Cleaned HTML of a Markdown text; level-1 headings become level 2, deeper ones level 3."""
    tokens = _MARKDOWN.parse(_INVISIBLE.sub("", nfc(text)))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h2" if token.tag in {"h1", "h2"} else "h3"
    return clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def element(name: str, attributes: Markup, content: Iterable[str]) -> Markup:
    """An element around its content; whatever is not HTML yet is escaped."""
    opening = (Markup("<"), name, Markup(" "), attributes, Markup(">"))
    return Markup("").join((*opening, *content, Markup("</"), name, Markup(">")))


def joined(pieces: Iterable[str]) -> Markup:
    """Pieces of HTML one after the other; whatever is not HTML yet is escaped."""
    return Markup("").join(pieces)


def visible_text(html: str) -> str:
    """The words of cleaned HTML as a reader sees them, one line a block."""
    broken = _BLOCK_END.sub("\n", html)
    return re.sub(r"\n{2,}", "\n", unescape(_TAG.sub("", broken))).strip()


def visible_length(text: str) -> int:
    """How many characters of a Markdown text a reader sees: what limits count (R-TXT-02)."""
    return len(visible_text(markdown(text)))


class RichText(TypeDecorator[str]):
    """A column of HTML: cleaned when stored, trusted when read."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else str(clean(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Markup | None:  # noqa: ARG002
        return None if value is None else Markup(value)
