"""Plugs the packages together; served as `wsgi:create_app()`."""

from __future__ import annotations

import os
import sys

from flask import Flask

import citizens.feature
import councils.feature
import foundation.declaration
import meetings.feature
from foundation.app import build_app
from foundation.settings import Settings, SettingsError

FEATURES = (
    foundation.declaration.FEATURE,
    citizens.feature.FEATURE,
    councils.feature.FEATURE,
    meetings.feature.FEATURE,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The whole site. Stops the process with one sentence when a setting is missing or wrong."""
    try:
        return build_app(FEATURES, settings or Settings.from_environment(os.environ))
    except SettingsError as problem:
        sys.exit(str(problem))
