"""One window of a real browser, which notes all that goes wrong in it."""

from __future__ import annotations

import gzip
from typing import Any, Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

HEIGHT = 800
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
PACKED = ("text/", "application/json", "application/geo+json", "image/svg+xml", "javascript")

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const inside = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
    if (getComputedStyle(p).overflowX !== "visible" && p !== document.body) return true; return false; };
  const out = (e) => e.getBoundingClientRect().right > width + 1 && !inside(e);
  const say = (e) => `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 40)}`;
  return [...document.querySelectorAll("body *")].filter(out).slice(0, 5).map(say);
}"""

FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const seen = ring || style.boxShadow !== "none";
  const said = {words: (e.getAttribute("aria-label") || e.textContent || "").replace(/\\s+/g, " ").trim(),
                name: e.getAttribute("name") || "", seen,
                where: `${e.tagName.toLowerCase()} ${e.id || e.getAttribute("href") || ""}`};
  // a shape of a map need not hold the middle of its own box
  if (e.closest("svg")) return {...said, clear: true};
  const x = Math.min(Math.max(box.left + Math.min(box.width, 20) / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const on_top = document.elementFromPoint(x, y);
  const clear = !!on_top && (e.contains(on_top) || on_top.contains(e));
  return {...said, clear};
}"""


class Window:
    """`faults` grows with console errors, refused contents, requests to other hosts and failed files."""

    def __init__(
        self, browser: Browser, site: str, *, width: int = 1280, dark: bool = False, scripts: bool = True
    ) -> None:
        self._site = site
        self._context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        self.faults: list[str] = []
        self._received: list[Response] = []
        self.page: Page = self._context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"erreur de script : {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", lambda response: self._received.append(response))  # noqa: PLW0108 - not a method of list

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._context.close()

    def opens(self, path: str) -> Self:
        """Go to an address of the site and wait until all that it names is loaded."""
        self._received.clear()
        self.page.goto(self._site + path)
        for response in self._received:
            if response.status >= 400 and response.request.resource_type != "document":
                self.faults.append(f"{response.status} : {response.url}")
        return self

    def weights(self) -> list[int]:
        """Bytes of each file of the page just opened, packed as a proxy would send it."""
        files = [r for r in self._received if r.status == 200 and r.url.startswith("http")]
        return [self._weight(response) for response in files]

    def _weight(self, response: Response) -> int:
        body = response.body()
        packed = any(kind in response.headers.get("content-type", "") for kind in PACKED)
        return len(gzip.compress(body)) if packed else len(body)

    @property
    def path(self) -> str:
        """Where one is, as the site writes it."""
        return self.page.url.removeprefix(self._site)

    @property
    def text(self) -> str:
        """The visible words, every blank as one space."""
        return " ".join(self.page.inner_text("body").split())

    def axe(self) -> list[str]:
        """What axe finds wrong, no rule left out."""
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": RULES}}).response
        return [
            f"{violation['id']} : {node['target']} {node['html'][:120]}"
            for violation in found["violations"]
            for node in violation["nodes"][:3]
        ]

    def overflow(self) -> list[str]:
        """What sticks out of the width of the window, when the page must be scrolled sideways."""
        found: list[str] = self.page.evaluate(OVERFLOW)
        return found

    def tab(self) -> dict[str, Any] | None:
        """Press the tabulation key; gives what has the focus now, None beyond the last element."""
        self.page.keyboard.press("Tab")
        focus: dict[str, Any] | None = self.page.evaluate(FOCUS)
        return focus

    def reaches(self, words: str, at_most: int = 150) -> Self:
        """Move by the keyboard alone to the link or control that says `words`, or has that name."""
        passed = []
        for _ in range(at_most):
            focus = self.tab()
            if focus is not None and words in {focus["words"], focus["name"]}:
                return self
            passed.append(focus["words"] if focus else "—")
        raise AssertionError(f"le clavier n’atteint pas « {words} » sur {self.path} : {passed}")

    def presses(self, words: str) -> Self:
        """Reach it by the keyboard and press Enter."""
        return self.reaches(words).enters()

    def enters(self) -> Self:
        """Press Enter where the focus is, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def types(self, name: str, words: str, *, anew: bool = False) -> Self:
        """Reach a control by the keyboard and type, over what it holds when `anew`."""
        self.reaches(name)
        if anew:
            self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)
        return self

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} or "Content Security Policy" in message.text:
            self.faults.append(f"console : {message.text[:200]} ({self.path})")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self._site + "/", "data:", "blob:")):
            self.faults.append(f"demande à un autre hôte : {request.url}")
