"""A feed in the Atom format (RFC 4287), for readers that ask for what is new. Plain text in, bytes out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# what no XML document may hold, though it can be typed
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class News:
    """One thing that is new: `key` never changes, `changed_at` does when there is something else to read."""

    key: uuid.UUID
    kind: str
    title: str
    summary: str
    url: str
    changed_at: datetime


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself; addresses are whole. `since`: its moment as long as nothing is in it."""

    key: uuid.UUID
    title: str
    author: str
    url: str
    page: str
    since: datetime


def document(feed: Feed, news: Sequence[News]) -> bytes:
    """The feed with its news, in their order."""
    root = ET.Element("feed", {"xmlns": ATOM, _LANGUAGE: "fr"})
    _say(root, "id", feed.key.urn)
    _say(root, "title", feed.title)
    _say(root, "updated", _moment(max((one.changed_at for one in news), default=feed.since)))
    _link(root, "self", feed.url, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    _say(ET.SubElement(root, "author"), "name", feed.author)
    for one in news:
        entry = ET.SubElement(root, "entry")
        _say(entry, "id", one.key.urn)
        _say(entry, "title", one.title)
        _say(entry, "updated", _moment(one.changed_at))
        _link(entry, "alternate", one.url, "text/html")
        ET.SubElement(entry, "category", {"term": one.kind})
        _say(entry, "summary", one.summary)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _say(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, name).text = _NOT_XML.sub("", words)


def _link(parent: ET.Element, relation: str, address: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "type": kind, "href": address})


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
