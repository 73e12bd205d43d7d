"""What every template may use."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, cast

from flask import Flask, current_app, g, request

from foundation import database, menu, text
from foundation.accessibility import statement
from foundation.acronyms import acronyms
from foundation.addresses import page, paths
from foundation.clock import today
from foundation.forms import session_token
from foundation.menu import Shown
from foundation.panels import panels
from foundation.policy import actor, can
from foundation.settings import Settings
from foundation.state import once

NAME = "Porte-Voix"


class SiteContext:
    """What the layout says of the site. It reads nothing from the database that the request has not read."""

    name = NAME

    @cached_property
    def demo(self) -> bool:
        """Whether the data shown are invented."""
        return bool(current_app.extensions["settings"].demo)

    @cached_property
    def menu(self) -> list[Shown]:
        """The entries of the menu that are open to this reader."""
        return menu.entries()

    @property
    def places(self) -> tuple[bool, ...]:
        """For each entry of the menu, whether the page is in that part of the site, then whether it is its first."""
        return tuple(found for entry in self.menu for found in (entry.current, entry.url == self.path))

    @property
    def today(self) -> Any:
        """The Paris day."""
        return today()

    @property
    def path(self) -> str:
        """The address of this page."""
        return request.path

    @property
    def goes_on(self) -> bool:
        """Whether the page shows a further part of a list."""
        return bool(request.args.get("suite")) or request.args.get("page", "1") != "1"

    @property
    def signed_in(self) -> bool:
        """Whether this reader has signed in."""
        return actor().id is not None

    @property
    def journal_seq(self) -> int:
        """Number of the last line of the public journal; 0 when it is empty or was not read."""
        return g.state.journal_seq if "state" in g else 0

    @property
    def journal_head(self) -> str:
        """First 16 hex digits of the hash of the journal's last line."""
        return g.state.journal_head[:16] if "state" in g else ""

    @property
    def accessibility(self) -> str:
        """The words of the accessibility statement's state, for the foot of each page."""
        return current_app.extensions["accessibility"].state_label  # type: ignore[no-any-return]

    @property
    def imprint(self) -> Settings:
        """The settings, for what the legal pages say: contact_email, publisher, publication_director, hosting."""
        return cast(Settings, current_app.extensions["settings"])

    @property
    def tile_url(self) -> str | None:
        """Address of the map's ground, when the operator has set one."""
        return current_app.extensions["settings"].tile_url  # type: ignore[no-any-return]


def fragment(*key: Hashable, caller: Callable[[], str]) -> str:
    """A part of a page that visitors share, written once for each public version and Paris day.

    A template says `{% call fragment("name", …) %}…{% endcall %}`. `key` names the fragment and holds all that it
    depends on besides public data. For who has signed in, and where no state was read (errors, letters), or during
    a write, it is written anew.
    """
    if "state" not in g or database.is_writing() or actor().id is not None:
        return caller()
    return once(("fragment", request.script_root, *key), caller)


def prepare(app: Flask) -> None:
    """Give templates their filters and globals."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions.update(accessibility=statement(), paths=paths())
    for name in ("date_words", "date_short", "moment_words", "number", "euros", "plural", "fold"):
        app.jinja_env.filters[name] = getattr(text, name)
    app.jinja_env.globals.update(acronyms=acronyms, can=can, panels=panels, form_token=session_token)
    app.jinja_env.globals.update(url_for=page, fragment=fragment, zip=zip)
    app.context_processor(lambda: {"site": SiteContext()})
