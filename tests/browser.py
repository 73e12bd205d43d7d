"""A browser without a screen: visits pages, presses links and buttons by their words, checks each page it opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from tests.dom import Element, parse
from tests.kept import uncounted
from tests.page_checks import header_faults, tree_faults

REDIRECTS = 5
NOT_SENT = {"submit", "button", "reset", "image"}
Pairs = list[tuple[str, Any]]


class Lost(AssertionError):
    """What one looks for is not on the page."""


@dataclass(frozen=True)
class Field:
    """One control of a page, with the words around it."""

    label: str
    element: Element
    described: str

    @property
    def name(self) -> str:
        return self.element.get("name")

    @property
    def value(self) -> str:
        """What it holds now, as it would be sent."""
        if self.element.name == "textarea":
            typed = "".join(str(part) for part in self.element.children)
            return typed.replace("\r\n", "\n").removeprefix("\n")
        if self.element.name == "select":
            options = self.element.all("option")
            chosen = [o for o in options if o.has("selected")] or options[:1]
            return _option_value(chosen[0]) if chosen else ""
        if self.kind in {"checkbox", "radio"} and not self.element.has("checked"):
            return ""
        return self.element.get("value", "on" if self.kind in {"checkbox", "radio"} else "")

    @property
    def kind(self) -> str:
        return self.element.get("type", "text") if self.element.name == "input" else self.element.name


@dataclass(frozen=True)
class Table:
    """A table as one reads it."""

    caption: str
    head: list[str]
    rows: list[list[str]]


class Browser:
    """Opens the pages of an application as one person. `checking=False` for what is no page of ours."""

    def __init__(self, app: Flask, *, checking: bool = True) -> None:
        self._client = app.test_client()
        self.checking = checking
        self._tree = Element("#page", {})
        self._unread = False
        self.origin = "http://" + str(app.config["TRUSTED_HOSTS"][0])
        self.path = "/"
        self.response: TestResponse

    def holds(self, cookie: str, value: str, page: str) -> Browser:
        """Be given a cookie, and stand on a page from then on, which is opened when something is read there."""
        self._client.set_cookie(cookie, value)
        self.path, self._unread = page, True
        return self

    @property
    def _page(self) -> Element:
        if self._unread:
            self.visits(self.path)
        return self._tree

    def visits(self, path: str, **headers: str) -> Browser:
        """Open an address of the site; `headers` are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._open("GET", urljoin(self.path, path), headers=named)

    def presses(self, words: str, **fields: Any) -> Browser:
        """Press the link or the button that says `words`, after filling the fields of its form.

        A field is named by its label or its name; a box or a radio button by its own label, with True or False,
        or by its name with the value wanted; a list by the words or the value of the option.
        """
        target = self._find(words)
        if target.name == "a":
            if fields:
                raise Lost(f"« {words} » est un lien : il n’a pas de champs")
            return self.visits(target.get("href"))
        form = self._form_of(target)
        pairs = self._filled(form, fields)
        if target.get("name"):
            pairs.append((target.get("name"), target.get("value")))
        action = urljoin(self.path, target.get("formaction") or form.get("action") or self.path)
        if (target.get("formmethod") or form.get("method", "get")).lower() == "get":
            return self._open("GET", f"{action.partition('?')[0]}?{urlencode(pairs)}")
        sent: dict[str, list[Any]] = {}
        for name, value in pairs:
            sent.setdefault(name, []).append(value)
        return self._open("POST", action, data=sent, headers={"Origin": self.origin, "Sec-Fetch-Site": "same-origin"})

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def title(self) -> str:
        return "".join(str(part) for e in self._page.all("title")[:1] for part in e.children).strip()

    @property
    def text(self) -> str:
        """The visible words of the page, every kind of blank as one plain space; or the body of what is no page."""
        return self._page.words if self._page.children else self.response.get_data(as_text=True)

    @property
    def links(self) -> list[tuple[str, str]]:
        """(words, address) of each link."""
        return [(_name(e), e.get("href")) for e in self._page.all("a") if e.has("href")]

    def buttons(self) -> list[str]:
        """The words of the buttons in the page's own part."""
        return [_name(e) for main in self._page.all("main") for e in main.all("button")]

    def headings(self, level: int = 2) -> list[str]:
        """The headings of a level, in order."""
        return [e.words for e in self._page.all(f"h{level}")]

    def all(self, *names: str) -> list[Element]:
        """The elements so named, for what no other word of this class reaches."""
        return self._page.all(*names)

    @property
    def tables(self) -> list[Table]:
        return [_table(e) for e in self._page.all("table")]

    def field(self, label: str) -> Field:
        """The one control with this label or this name."""
        found = [f for f in self._fields(self._page) if label in {f.label, f.name}]
        if not found:
            raise Lost(f"aucun champ « {label} » ; il y a : {[f.label for f in self._fields(self._page)]}")
        checked = [f for f in found if f.element.has("checked")]
        return (checked or found)[0]

    def _open(self, method: str, path: str, **options: Any) -> Browser:
        for _ in range(REDIRECTS):
            self.response = self._client.open(path, method=method, **options)
            if self.response.status_code not in {301, 302, 303, 307, 308}:
                break
            method, options = "GET", {}
            path = self.response.headers["Location"]
            if urlsplit(path).netloc not in {"", urlsplit(self.origin).netloc}:
                raise AssertionError(f"on est envoyé hors du site : {path}")
        else:
            raise AssertionError(f"on tourne en rond vers {path}")
        self.path = path.partition("#")[0]
        self._read()
        return self

    def _read(self) -> None:
        self._tree, self._unread = Element("#page", {}), False
        # a page that was only read gives no cookie; it may take one back
        cookie = self.response.headers.get("Set-Cookie", "")
        read = self.response.request.method == "GET" and "Max-Age=0" not in cookie
        faults = header_faults(dict(self.response.headers), anonymous=read)
        if self.response.mimetype == "text/html" and self.response.data:
            with uncounted():
                self._tree, unclosed = parse(self.response.get_data(as_text=True))
                faults += tree_faults(self._tree, unclosed) if self.checking else []
        if self.checking and faults:
            raise AssertionError(f"{self.path} ({self.status}) :\n  " + "\n  ".join(faults))

    def _find(self, words: str) -> Element:
        candidates = [e for e in self._page.all("a", "button", "input") if e.name != "a" or e.has("href")]
        found = [e for e in candidates if _name(e) == words]
        places = {(e.name, e.get("href"), id(self._form_of(e)) if e.name != "a" else 0, e.get("value")) for e in found}
        if len(places) == 1:
            return found[0]
        if found:
            raise Lost(f"« {words} » est dit de {len(places)} choses différentes")
        raise Lost(f"rien ne dit « {words} » sur {self.path} ; on lit : {[_name(e) for e in candidates]}")

    def _form_of(self, control: Element) -> Element:
        named = [e for e in self._page.all("form") if control.get("form") and e.get("id") == control.get("form")]
        form = named[0] if named else control.above("form")
        if form is None:
            raise Lost(f"« {_name(control)} » n’est dans aucun formulaire")
        return form

    def _fields(self, form: Element) -> Iterator[Field]:
        labels = {e.get("for"): e.words.removesuffix(" (facultatif)") for e in self._page.all("label")}
        by_id = {e.get("id"): e.words for e in self._page.all() if e.has("id")}
        for control in self._page.all("input", "select", "textarea"):
            if form.name == "form" and (control.above("form") is None or self._form_of(control) is not form):
                continue
            wrapped = control.above("label")
            named = labels.get(control.get("id")) if control.has("id") else None
            label = named or (wrapped.words if wrapped else control.get("aria-label"))
            described = " ".join(by_id.get(i, "") for i in control.get("aria-describedby").split())
            yield Field(label, control, described)

    def _filled(self, form: Element, typed: dict[str, Any]) -> Pairs:
        pairs: Pairs = []
        unused = set(typed)
        for field in self._fields(form):
            if field.kind in NOT_SENT or field.element.has("disabled"):
                continue
            keys = [key for key in (field.label, field.name) if key in typed]
            unused -= set(keys)
            value = _typed(field, typed[keys[0]], keys[0] == field.label) if keys else _untouched(field)
            pairs += [(field.name, one) for one in value]
        if unused:
            raise Lost(
                f"aucun champ pour {sorted(unused)} ; il y a : {[(f.label, f.name) for f in self._fields(form)]}"
            )
        return pairs


def _untouched(field: Field) -> list[Any]:
    if field.kind == "file" or (field.kind in {"checkbox", "radio"} and not field.element.has("checked")):
        return []
    return [field.value]


def _typed(field: Field, value: Any, by_label: bool) -> list[Any]:
    values = list(value) if isinstance(value, list) else [value]
    if field.kind in {"checkbox", "radio"}:
        own = field.element.get("value", "on")
        return [own] if (bool(value) if by_label or isinstance(value, bool) else own in values) else []
    if field.kind == "select":
        chosen = [o for o in field.element.all("option") if o.words in values or _option_value(o) in values]
        if len(chosen) < len(values):
            raise Lost(f"« {value} » n’est pas dans la liste « {field.label} »")
        return [_option_value(o) for o in chosen]
    return values


def _option_value(option: Element) -> str:
    return option.get("value", option.words)


def _name(element: Element) -> str:
    if element.name == "input":
        return element.get("value") if element.get("type") in NOT_SENT else ""
    return element.words or element.get("aria-label")


def _table(element: Element) -> Table:
    rows = [[cell.words for cell in row.all("th", "td")] for row in element.all("tr")]
    headed = bool(element.all("thead"))
    caption = " ".join(e.words for e in element.all("caption"))
    return Table(caption, rows[0] if headed else [], rows[1:] if headed else rows)
