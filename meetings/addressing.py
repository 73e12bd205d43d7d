"""How addresses name the convener whose meetings they are about."""

from __future__ import annotations

from typing import Any

from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from meetings.convener import COMMITTEES, NETWORK


class ConvenerConverter(BaseConverter):
    """What the addresses of a convener's meetings begin with, as `Convener.slug`: « conseils/… » is the slug alone."""

    regex = r"conseils/[^/]+|comites/[^/]+|reseau"
    part_isolating = False

    def to_python(self, value: str) -> str:
        """The slug of a convener."""
        return NETWORK if value == NETWORK.rstrip("/") else value.removeprefix("conseils/")

    def to_url(self, value: Any) -> str:
        """The beginning of an address."""
        slug = str(value)
        if slug == NETWORK:
            return slug.rstrip("/")
        return slug if slug.startswith(COMMITTEES) else f"conseils/{super().to_url(slug)}"


def know_conveners(state: BlueprintSetupState) -> None:
    """Let addresses name a convener; before those of the blueprint."""
    state.app.url_map.converters["convener"] = ConvenerConverter
