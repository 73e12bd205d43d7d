"""PDF files that people give: kept as they are, so those that do anything but show pages are refused.

The whole file is read, and the compressed lists of objects inside it. What is hidden deeper meets the next walls: a
document is only ever handed out as a file to save, never shown by this site.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

from foundation.workflow import Refused

BROKEN = (
    "Ce PDF est abîmé ou incomplet, et nous n’avons pas pu le lire. Exportez-le à nouveau depuis le logiciel qui l’a "
    "fait, puis renvoyez-le."
)
ACTIVE = (
    "Ce PDF contient autre chose que des pages\u00a0: un programme, un formulaire ou un fichier joint. Ouvrez-le, "
    "choisissez «\u202fImprimer\u202f» puis «\u202fEnregistrer au format PDF\u202f», et envoyez le nouveau fichier."
)
ENCRYPTED = (
    "Ce PDF est protégé par un mot de passe ou par des restrictions. Envoyez une version que tout le monde peut ouvrir."
)
HEADER = b"%PDF-"
_MOST_UNPACKED = 64 * 1024 * 1024
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\x00]*\Z")
_TABLE = re.compile(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_STREAM_END = b"endstream"
_OBJECT_LIST = re.compile(rb"\s*\d+\s+\d+\s")
_WORD_END = rb"(?![A-Za-z0-9])"
# long enough that compressed bytes do not say them by chance
_ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|Rendition)" + _WORD_END
)
_ACTIVE_SHORT = re.compile(rb"/(JS|XFA)" + _WORD_END)
_ENCRYPTED = re.compile(rb"/Encrypt" + _WORD_END)


def check(content: bytes) -> None:
    """Raises Refused on a PDF that cannot be read, is locked, or holds programs, forms that send, or other files."""
    ending = _START.search(content[-2048:])
    if not content.startswith(HEADER) or ending is None or not _leads_to_table(content, int(ending[1])):
        raise Refused(BROKEN)
    streams, bare = _parted(content)
    lists = list(_object_lists(streams))
    if _ENCRYPTED.search(bare):
        raise Refused(ENCRYPTED)
    if any(_ACTIVE.search(part) for part in (_unescaped(content), *lists)):
        raise Refused(ACTIVE)
    if any(_ACTIVE_SHORT.search(part) for part in (bare, *lists)):
        raise Refused(ACTIVE)


def _leads_to_table(content: bytes, place: int) -> bool:
    return _TABLE.match(content[place : place + 64]) is not None


def _parted(content: bytes) -> tuple[list[bytes], bytes]:
    """What lies in the streams of a PDF, and all the rest, its names unescaped."""
    streams, rest, place = [], [], 0
    while start := _STREAM.search(content, place):
        end = content.find(_STREAM_END, start.end())
        if end < 0:
            break
        rest.append(content[place : start.start()])
        streams.append(content[start.end() : end])
        place = end + len(_STREAM_END)
    rest.append(content[place:])
    return streams, _unescaped(b" ".join(rest))


def _unescaped(content: bytes) -> bytes:
    """The names of a PDF as they are meant: « /J#61vaScript » is another spelling of « /JavaScript »."""
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), content)


def _object_lists(streams: Iterable[bytes]) -> Iterator[bytes]:
    """The lists of objects that are compressed inside the file: each begins with numbers and places."""
    room = _MOST_UNPACKED
    for stream in streams:
        if not _OBJECT_LIST.match(_inflated(stream, 64)):
            continue
        unpacked = _inflated(stream, room)
        room -= len(unpacked)
        if room <= 0:
            raise Refused(BROKEN)
        yield _unescaped(unpacked)


def _inflated(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return packed[:most]
