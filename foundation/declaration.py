"""What the foundation itself brings to every site: its pages, its rules, its commands, its housekeeping."""

from __future__ import annotations

from foundation import commands, commands_ops, demo, health, housekeeping, journal_views, pages
from foundation.feature import Feature

FEATURE = Feature(
    name="foundation",
    rules={**pages.RULES, **journal_views.RULES, **health.RULES},
    plan=pages.PLAN,
    blueprints=(*pages.BLUEPRINTS, journal_views.blueprint, health.blueprint, demo.demo),
    jobs=housekeeping.JOBS,
    commands=(*commands.COMMANDS, *commands_ops.COMMANDS, demo.load_demonstration),
)
