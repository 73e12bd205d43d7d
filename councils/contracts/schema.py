"""What each file of the report must hold: its columns, and the kind of cell each column takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from councils.contracts.cells import Taken, amount, code, count, figure, period, section, share, slug, slugs, text, year


@dataclass(frozen=True)
class Column:
    """One column: how its cells are taken, and, when they are links, the file they lead to."""

    name: str
    take: Callable[[str], Taken]
    required: bool = False
    target: str = ""


@dataclass(frozen=True)
class FileSpec:
    """One file: its columns in order, and the columns that tell its rows apart."""

    name: str
    columns: Sequence[Column]
    key: Sequence[str]

    @property
    def file(self) -> str:
        """The file's name in the folder."""
        return f"{self.name}.csv"

    @property
    def heads(self) -> list[str]:
        """The titles of its columns."""
        return [column.name for column in self.columns]


def _col(name: str, take: Callable[[str], Taken], *, required: bool = True, target: str = "") -> Column:
    return Column(name, take, required, target)


def _opt(name: str, take: Callable[[str], Taken], *, target: str = "") -> Column:
    return Column(name, take, required=False, target=target)


_SECTION = _col("source_section", section)
_NOTE = _opt("note", text(400))
_TITLE = _col("title", text(200))
_SLUG_COLUMN = _col("slug", slug)
_NAME = _col("name", text(120))

SPECS: Mapping[str, FileSpec] = {
    spec.name: spec
    for spec in (
        FileSpec(
            "communes",
            (_SLUG_COLUMN, _NAME, _opt("kind", code("prioritaire", "veille")), _SECTION, _NOTE),
            ("slug",),
        ),
        FileSpec(
            "partners",
            (
                _SLUG_COLUMN,
                _NAME,
                _SECTION,
                _col("role", code("signatory", "operator", "funder", "observatory")),
                _NOTE,
            ),
            ("slug",),
        ),
        FileSpec(
            "pillars",
            (
                _SLUG_COLUMN,
                _TITLE,
                _col("objective", text(300)),
                _opt("target_value", figure()),
                _opt("target_unit", text(200)),
                _SECTION,
            ),
            ("slug",),
        ),
        FileSpec(
            "levers",
            (_col("pillar_slug", slug, target="pillars"), _SLUG_COLUMN, _TITLE, _SECTION),
            ("slug",),
        ),
        FileSpec(
            "bodies",
            (
                _SLUG_COLUMN,
                _NAME,
                _col("kind", text(60)),
                _col("level", code("metropolitan", "local", "national")),
                _opt("composition", text(300)),
                _col("purpose", text(400)),
                _SECTION,
            ),
            ("slug",),
        ),
        FileSpec(
            "actions",
            (
                _SLUG_COLUMN,
                _TITLE,
                _col("summary", text(400)),
                _opt("pillar_slug", slug, target="pillars"),
                _col("theme", text(80)),
                _opt("lead_partner_slug", slug, target="partners"),
                _opt("funder_slugs", slugs, target="partners"),
                _col("territory", text(200)),
                _opt("commune_slugs", slugs, target="communes"),
                _col("period", period),
                _col("status", code("done", "in_progress", "planned", "stopped")),
                _opt("amount_eur", amount),
                _opt("beneficiaries", count),
                _opt("beneficiaries_unit", text(80)),
                _SECTION,
                _opt("parent_slug", slug, target="actions"),
            ),
            ("slug",),
        ),
        FileSpec(
            "outcomes",
            (
                _opt("action_slug", slug, target="actions"),
                _col("label", text(200)),
                _col("value", figure(negative=True)),
                _col("unit", text(80)),
                _opt("year", year),
                _SECTION,
                _NOTE,
            ),
            ("action_slug", "label", "year"),
        ),
        FileSpec(
            "indicators",
            (
                _SLUG_COLUMN,
                _col("theme", text(80)),
                _col("label", text(200)),
                _opt("objective", text(300)),
                _opt("value_qpv", figure(negative=True)),
                _opt("value_mel", figure(negative=True)),
                _opt("unit", text(80)),
                _opt("year_or_period", text(80)),
                _opt("trend", text(200)),
                _opt("gap_points", figure()),
                _SECTION,
                _opt("value_veille", figure(negative=True)),
                _opt("gap_direction", code("inférieur", "supérieur")),
                _NOTE,
            ),
            ("slug",),
        ),
        FileSpec(
            "nprus",
            (
                _SLUG_COLUMN,
                _col("commune", slug, target="communes"),
                _col("neighbourhood", text(120)),
                _col("interest", code("national", "regional")),
                _SECTION,
            ),
            ("slug",),
        ),
        FileSpec(
            "funding",
            (
                _col("programme", text(120)),
                _col("line", text(200)),
                _opt("amount_eur", amount),
                _opt("share_percent", share),
                _opt("year", year),
                _SECTION,
                _NOTE,
            ),
            ("programme", "line", "year"),
        ),
        FileSpec(
            "network",
            (
                _col("kind", code("effectif", "portage", "service", "cadre", "objectif", "perspective")),
                _col("label", text(300)),
                _opt("value", figure(negative=True)),
                _opt("unit", text(80)),
                _SECTION,
                _NOTE,
            ),
            ("kind", "label"),
        ),
    )
}
