"""What every page must keep, whatever it says: structure, names, typography, nothing inline, strict headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.dom import BLOCK_EDGE, Element, parse

TITLE_ENDING = " | Porte-Voix"
CONTROLS = ("input", "select", "textarea")
NAMELESS_INPUTS = {"hidden", "submit", "button", "image", "reset"}
SPOKEN = ("alt", "aria-label", "placeholder", "title")
AS_TYPED = {"code", "pre", "kbd", "samp"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
UNRENDERED = re.compile(r"\{\{|\}\}|\{%|%\}|\b(None|undefined|NaN)\b|<built-in|object at 0x|Undefined")
LOOSE_BLANK = re.compile(r"(?<=[^\s\x1e])[ \t\n]+(?=[;:!?»](?:[\s\x1e]|$))|«(?=[ \t\n])")


def page_faults(html: str) -> list[str]:
    """What is wrong with a whole page, in short sentences; empty when all is well."""
    return tree_faults(*parse(html))


def tree_faults(root: Element, faults: list[str]) -> list[str]:
    """The same of a page already read by `parse`, which gives both."""
    checks = (_frame, _headings, _names, _ids, _targets, _inline, _pictures, _rendered, _typography)
    return faults + [fault for check in checks for fault in check(root)]


def header_faults(headers: Mapping[str, str], *, anonymous: bool = True) -> list[str]:
    """What is wrong with the headers of any answer."""
    faults = [
        f"l’en-tête {name} manque ou a changé : {headers.get(name)}"
        for name, start in HEADERS.items()
        if name not in headers or not headers[name].startswith(start)
    ]
    if anonymous and "Set-Cookie" in headers:
        faults.append("un cookie est posé à une personne anonyme")
    if "unsafe" in headers.get("Content-Security-Policy", ""):
        faults.append("la politique de contenu permet ce qui est écrit dans la page")
    return faults


def _frame(root: Element) -> Iterator[str]:
    html = root.all("html")
    if len(html) != 1 or html[0].get("lang") != "fr":
        yield "la page n’est pas dite en français (lang)"
    titles = [e for e in root.all("title") if e.above("head")]
    title = "".join(str(part) for part in titles[0].children).strip() if titles else ""
    if len(titles) != 1 or not title.endswith(TITLE_ENDING) or title == TITLE_ENDING.strip():
        yield f"le titre est mal fait : « {title} »"
    if len(root.all("main")) != 1:
        yield "il faut un <main>, un seul"
    if not any(e.get("name") == "viewport" and "user-scalable" not in e.get("content") for e in root.all("meta")):
        yield "la page ne suit pas la largeur de l’écran (viewport)"


def _headings(root: Element) -> Iterator[str]:
    found = [e for e in root.all("h1", "h2", "h3", "h4", "h5", "h6") if not _in_alert(e)]
    levels = [int(e.name[1]) for e in found]
    if levels.count(1) != 1:
        yield f"il faut un <h1>, il y en a {levels.count(1)}"
    for before, heading in zip([0, *levels], found, strict=False):
        if int(heading.name[1]) > before + 1:
            yield f"le titre « {heading.words} » saute un niveau"
        if not heading.words:
            yield f"un <{heading.name}> est vide"


def _in_alert(element: Element) -> bool:
    around = element.parent
    while around is not None and around.get("role") != "alert":
        around = around.parent
    return around is not None


def _names(root: Element) -> Iterator[str]:
    labelled = {e.get("for") for e in root.all("label") if e.words}
    for control in root.all(*CONTROLS):
        if control.name == "input" and control.get("type") in NAMELESS_INPUTS:
            continue
        wrapped = control.above("label")
        named = control.get("id") in labelled or (wrapped and wrapped.words)
        if not (named or control.get("aria-label") or control.get("aria-labelledby")):
            yield f"le champ « {control.get('name')} » n’a pas d’étiquette"
    for element in root.all("a", "button", "summary"):
        if not (element.words or element.get("aria-label") or element.get("aria-labelledby") or _picture_name(element)):
            yield f"un <{element.name}> n’a pas de nom : {element.get('href')}"
    for box in root.all("fieldset"):
        if not any(isinstance(e, Element) and e.name == "legend" and e.words for e in box.children):
            yield "un <fieldset> n’a pas de légende"


def _picture_name(element: Element) -> bool:
    return any(e.get("alt") or e.get("aria-label") or e.all("title") for e in element.all("img", "svg"))


def _ids(root: Element) -> Iterator[str]:
    ids = [e.get("id") for e in root.all() if e.has("id")]
    yield from (f"deux éléments ont l’identifiant « {name} »" for name in sorted({i for i in ids if ids.count(i) > 1}))
    if "" in ids:
        yield "un identifiant est vide"


def _targets(root: Element) -> Iterator[str]:
    ids = {e.get("id") for e in root.all()}
    for element in root.all():
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for", "headers", "list"):
            for name in element.get(attribute).split():
                if name not in ids:
                    yield f"{attribute}=« {name} » ne mène à rien"
        href = element.get("href")
        if element.name == "a" and href.startswith("#") and href[1:] not in ids:
            yield f"le lien « {href} » ne mène à rien"


def _inline(root: Element) -> Iterator[str]:
    for element in root.all():
        if element.name == "style" or (element.name == "script" and not element.get("src")):
            yield f"<{element.name}> écrit dans la page"
        for name in element.attributes:
            if name == "style" or name.startswith("on"):
                yield f"{name}= sur un <{element.name}>"


def _pictures(root: Element) -> Iterator[str]:
    for image in root.all("img"):
        if not image.has("alt"):
            yield f"l’image {image.get('src')} n’a pas d’alternative"
    for drawing in root.all("svg"):
        named = drawing.get("aria-label") or drawing.get("aria-labelledby")
        if not (named or _hidden(drawing)):
            yield "un dessin (svg) n’est ni nommé ni caché aux lecteurs d’écran"


def _hidden(element: Element | None) -> bool:
    while element is not None and element.get("aria-hidden") != "true":
        element = element.parent
    return element is not None


def _rendered(root: Element) -> Iterator[str]:
    texts = [root.raw(), *(value for e in root.all() if e.name != "input" for value in e.attributes.values())]
    for text in texts:
        for found in UNRENDERED.finditer(text):
            yield f"mal rendu : « {text[max(0, found.start() - 30) : found.end() + 30].strip()} »"


def _typography(root: Element) -> Iterator[str]:
    spoken = [e.get(name) for e in root.all() for name in SPOKEN if e.has(name)]
    text = BLOCK_EDGE.join([_prose(root), *("".join(map(str, e.children)) for e in root.all("title", "desc")), *spoken])
    for found in re.finditer("'", text):
        yield f"apostrophe droite : « {_around(text, found)} »"
    for found in LOOSE_BLANK.finditer(text):
        yield f"espace ordinaire devant la ponctuation : « {_around(text, found)} »"


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 25) : found.end() + 25].replace(BLOCK_EDGE, " ").strip()


def _prose(root: Element) -> str:
    """The visible words that the site wrote itself: not code, nor what is in another language."""
    set_aside = [e for e in root.all() if e.name in AS_TYPED or (e.name != "html" and e.get("lang", "fr") != "fr")]
    kept = [(element, element.children) for element in set_aside]
    for element in set_aside:
        element.children = []
    text = root.raw()
    for element, children in kept:
        element.children = children
    return text
