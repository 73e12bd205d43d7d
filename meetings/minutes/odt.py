"""The public text for word processors: an OpenDocument file, written from cleaned HTML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape as _escape
from html.parser import HTMLParser

from meetings.minutes.papers import Sheet

ODT = "application/vnd.oasis.opendocument.text"
_SPACES = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE = f'xmlns:office="{_SPACES}:office:1.0" office:version="1.3"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FILES = "".join(
    f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
    for name, kind in (("/", ODT), ("content.xml", "text/xml"), ("styles.xml", "text/xml"), ("meta.xml", "text/xml"))
)
_MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{_SPACES}:manifest:1.0" manifest:version="1.3">{_FILES}</manifest:manifest>'
)


def _style(name: str, look: str, level: int = 0) -> str:
    outline = f' style:default-outline-level="{level}"' if level else ""
    return f'<style:style style:name="{name}" style:family="paragraph"{outline}>{look}</style:style>'


def _title(level: int, size: str, above: str) -> str:
    spaced = f'<style:paragraph-properties fo:margin-top="{above}" fo:keep-with-next="always"/>'
    look = f'<style:text-properties fo:font-size="{size}" fo:font-weight="bold"/>'
    return _style(f"Titre{level}", spaced + look, level)


def _span(name: str, look: str) -> str:
    return f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'


_INDENT = '<style:list-level-properties text:space-before="0.4cm" text:min-label-width="0.6cm"/>'
_BULLETS = (
    '<text:list-style style:name="Puces"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
    f"{_INDENT}</text:list-level-style-bullet></text:list-style>"
)
_NUMBERS = (
    '<text:list-style style:name="Nombres"><text:list-level-style-number text:level="1" style:num-format="1" '
    f'style:num-suffix=".">{_INDENT}</text:list-level-style-number></text:list-style>'
)
_STYLES = (
    f'<office:document-styles {_OFFICE} xmlns:style="{_SPACES}:style:1.0" xmlns:text="{_SPACES}:text:1.0" '
    f'xmlns:fo="{_SPACES}:xsl-fo-compatible:1.0"><office:styles><style:default-style style:family="paragraph">'
    '<style:paragraph-properties fo:margin-bottom="0.2cm"/>'
    '<style:text-properties fo:language="fr" fo:country="FR" fo:font-size="11.5pt"/></style:default-style>'
    + _style("Texte", "")
    + _title(1, "20pt", "0cm")
    + _title(2, "15pt", "0.5cm")
    + _title(3, "12.5pt", "0.3cm")
    + _span("Gras", 'fo:font-weight="bold"')
    + _span("Italique", 'fo:font-style="italic"')
    + f"{_BULLETS}{_NUMBERS}</office:styles></office:document-styles>"
)


_INLINE = {"strong": "Gras", "em": "Italique"}
_BLOCKS = frozenset({"p", "h2", "h3"})


def escape(words: str) -> str:
    """Words as XML holds them, in text and between quotes."""
    return _escape(words, quote=True)


class _Blocks(HTMLParser):
    """Cleaned HTML as the paragraphs, headings and lists of a word processor."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.out.append("<text:list-item>")
        elif tag in {"ul", "ol"}:
            self._end_loose()
            self.out.append(f'<text:list text:style-name="{"Puces" if tag == "ul" else "Nombres"}">')
        elif tag in _BLOCKS:
            self._begin(tag)
        elif tag in _INLINE:
            self._ensure()
            self.out.append(f'<text:span text:style-name="{_INLINE[tag]}">')
        elif tag == "a":
            self._ensure()
            target = escape(dict(attrs).get("href") or "#")
            self.out.append(f'<text:a xlink:type="simple" xlink:href="{target}">')
        elif tag == "br":
            self.out.append("<text:line-break/>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "li":
            self._end_loose()
            self.out.append("</text:list-item>")
        elif tag in {"ul", "ol"}:
            self.out.append("</text:list>")
        elif tag in _BLOCKS and self.open:
            self.out.append("</text:h>" if tag != "p" else "</text:p>")
            self.open -= 1
        elif tag in _INLINE:
            self.out.append("</text:span>")
        elif tag == "a":
            self.out.append("</text:a>")

    def handle_data(self, data: str) -> None:
        if data.strip() or self.open:
            self._ensure()
            self.out.append(escape(data))

    def _begin(self, tag: str) -> None:
        level = {"h2": 2, "h3": 3}.get(tag)
        style = f'text:style-name="Titre{level}" text:outline-level="{level}"'
        self.out.append(f"<text:h {style}>" if level else '<text:p text:style-name="Texte">')
        self.open += 1

    def _ensure(self) -> None:
        """A word processor has words in paragraphs alone; a list of HTML may hold them bare."""
        if not self.open:
            self._begin("p")

    def _end_loose(self) -> None:
        if self.open:
            self.out.append("</text:p>")
            self.open -= 1


def _body(told: Sheet) -> Iterator[str]:
    yield f'<text:h text:style-name="Titre1" text:outline-level="1">{escape(told.title)}</text:h>'
    for what, how in told.facts:
        said = f'<text:span text:style-name="Gras">{escape(what)}\u00a0:</text:span> {escape(how)}'
        yield f'<text:p text:style-name="Texte">{said}</text:p>'
    blocks = _Blocks()
    blocks.feed(str(told.html))
    blocks.close()
    yield from blocks.out


def _meta(told: Sheet) -> str:
    said = (
        f"<dc:title>{escape(told.title)}</dc:title><dc:creator>{escape(told.council)}</dc:creator>"
        f"<dc:language>fr-FR</dc:language><dc:date>{told.made_at:%Y-%m-%dT%H:%M:%S}</dc:date>"
    )
    return (
        f'<office:document-meta {_OFFICE} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>{said}'
        "</office:meta></office:document-meta>"
    )


def _content(told: Sheet) -> str:
    return (
        f'<office:document-content {_OFFICE} xmlns:text="{_SPACES}:text:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:body><office:text>{''.join(_body(told))}</office:text></office:body></office:document-content>"
    )


def odt(told: Sheet) -> bytes:
    """The file: headings, lists and language as a word processor knows them."""
    parts = {
        "META-INF/manifest.xml": _MANIFEST,
        "meta.xml": _meta(told),
        "styles.xml": _STYLES,
        "content.xml": _content(told),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), ODT, zipfile.ZIP_STORED)
        for name, xml in parts.items():
            archive.writestr(name, _HEAD + xml)
    return written.getvalue()
