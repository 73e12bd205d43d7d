"""HTML read into a small tree, with the standard library's parser."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
INLINE = frozenset(
    "a abbr b bdi bdo button cite code data del dfn em i input ins kbd label mark q s samp select small span strong "
    "sub sup textarea time u use var wbr svg".split()
)
SILENT = frozenset({"script", "style", "template", "head", "noscript", "title", "desc"})
BLOCK_EDGE = "\x1e"


class Element:
    """An element of a page: its name, its attributes, what it holds."""

    def __init__(self, name: str, attributes: dict[str, str], parent: Element | None = None) -> None:
        self.name = name
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)

    def has(self, attribute: str) -> bool:
        return attribute in self.attributes

    def all(self, *names: str) -> list[Element]:
        """Every element below this one, in order; only those so named when names are given."""
        found = []
        waiting = self.children[::-1]
        while waiting:
            child = waiting.pop()
            if isinstance(child, Element):
                if not names or child.name in names:
                    found.append(child)
                if child.children:
                    waiting += child.children[::-1]
        return found

    def above(self, name: str) -> Element | None:
        """The nearest element around this one with that name."""
        found = self.parent
        while found is not None and found.name != name:
            found = found.parent
        return found

    def raw(self) -> str:
        """The visible words as they are set, blocks parted by BLOCK_EDGE."""
        return "".join(self._pieces())

    @property
    def words(self) -> str:
        """The visible words on one line, every kind of blank as one plain space."""
        return " ".join(self.raw().replace(BLOCK_EDGE, " ").split())

    def _pieces(self) -> Iterator[str]:
        if self.name in SILENT or self.has("hidden") or self.get("aria-hidden") == "true":
            return
        edge = "" if self.name in INLINE else BLOCK_EDGE
        yield edge
        for child in self.children:
            if isinstance(child, Element):
                yield from child._pieces()
            else:
                yield child
        yield edge


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#page", {})
        self.faults: list[str] = []
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag}> a deux fois {name}" for name in set(names) if names.count(name) > 1]
        element = Element(tag, {name: value or "" for name, value in attrs}, self._open[-1])
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open[-1].name:
            self._open.pop()
            return
        self.faults.append(f"</{tag}> ferme <{self._open[-1].name}>")
        if tag in {element.name for element in self._open[1:]}:
            while self._open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def close(self) -> None:
        super().close()
        self.faults += [f"<{element.name}> n’est pas fermé" for element in self._open[1:]]


def parse(html: str) -> tuple[Element, list[str]]:
    """The page as a tree, and what is wrong with the nesting of its elements."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root, builder.faults
