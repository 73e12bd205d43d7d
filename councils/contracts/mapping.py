"""Which table each file goes to, column by column; the table of `importer.py` in code."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, delete, select

from councils.contracts.action_models import (
    Action,
    Funding,
    Indicator,
    IndicatorValue,
    Result,
    action_funder,
    action_place,
)
from councils.contracts.faults import Fault, Kind, Refused, fault
from councils.contracts.figures import read_period
from councils.contracts.merging import Change, Key, Ledger, Wanted, link, merge, point
from councils.contracts.models import (
    ActionStatus,
    Axis,
    AxisKind,
    BodyLevel,
    ContractMunicipality,
    ContractPartner,
    FactKind,
    GapDirection,
    GoverningBody,
    MunicipalityRole,
    NetworkFact,
    Objective,
    ObjectiveKind,
    PartnerRole,
    RenewalSite,
    Scope,
    SiteInterest,
    Theme,
)
from councils.contracts.readings import funding_kind, organization_kind
from councils.contracts.relations import figure_of, funded, tree_keys
from councils.contracts.schema import SPECS
from councils.contracts.validation import TypedRow
from councils.territory.models import Municipality, Organization
from foundation.choices import Choice
from foundation.database import db
from foundation.text import fold, slugify

_SCOPES = {"value_qpv": Scope.NEIGHBORHOODS, "value_veille": Scope.WATCH, "value_mel": Scope.METROPOLIS}
Ids = dict[Key, uuid.UUID]
C = TypeVar("C", bound=Choice)
Rows = Mapping[str, Sequence[TypedRow]]


class Writer:
    """Writes the checked rows of one contract, in the order of their links."""

    def __init__(self, records: Rows, contract_id: uuid.UUID, ledger: Ledger) -> None:
        self.records = records
        self.contract_id = contract_id
        self.ledger = ledger
        self.tree_keys = tree_keys(records["actions"])
        self.funded = funded(records["outcomes"])

    def run(self) -> None:
        """Write every file. Raises Refused on a commune that the territory lacks."""
        self.municipalities = self._municipalities()
        self._write("communes", ContractMunicipality, self._commune, by=("municipality_id",))
        self.organizations = self._organizations()
        self._write("partners", ContractPartner, self._partner, by=("organization_id",))
        self.axes = self._write("pillars", Axis, self._pillar)
        self._objectives("pillars", ObjectiveKind.AIM, self._aim)
        self._objectives("levers", ObjectiveKind.LEVER, self._lever)
        self._write("bodies", GoverningBody, self._body)
        self.themes = self._themes()
        self.actions = self._write("actions", Action, self._action)
        self._action_links()
        self._write("outcomes", Result, self._result, by=("action_id", "label", "period"))
        self.indicators = self._write("indicators", Indicator, self._indicator)
        self._values()
        self._write("nprus", RenewalSite, self._site)
        self._write("funding", Funding, self._funding, by=("programme", "line", "period"))
        self._write("network", NetworkFact, self._fact, by=("kind", "label"))

    def _rows(self, name: str) -> Iterator[tuple[Key, TypedRow, dict[str, Any]]]:
        """The key of each row, the row, and what all tables take of it."""
        spec = SPECS[name]
        for place, row in enumerate(self.records[name], 1):
            key = row.words("slug") if spec.key == ("slug",) else tuple(row.values[part] for part in spec.key)
            base = {"contract_id": self.contract_id, "position": place}
            for column in ("slug", "note", "source_section"):
                if column in row.values:
                    base[column] = row.words(column)
            yield key, row, base

    def _write(self, name: str, model: type[Any], take: Any, by: tuple[str, ...] = ("slug",)) -> Ids:
        wanted = [Wanted(key, take(row, base)) for key, row, base in self._rows(name)]
        within = [model.contract_id == self.contract_id]
        return merge(self.ledger, SPECS[name].file, model, wanted, by=by, within=within, name=_name)

    def _municipalities(self) -> Ids:
        known: Ids = dict(db.session.execute(select(Municipality.slug, Municipality.id)).all())
        lost: list[Fault] = [
            fault(Kind.UNKNOWN_MUNICIPALITY, "communes.csv", row.line, "slug", found=key)
            for key, row, _ in self._rows("communes")
            if key not in known
        ]
        if lost:
            raise Refused(lost)
        return known

    def _commune(self, row: TypedRow, base: dict[str, Any]) -> dict[str, Any]:
        slug = base.pop("slug")
        role = _choice(MunicipalityRole, row.words("kind")) if row.words("kind") else None
        return base | {"municipality_id": self.municipalities[slug], "printed_name": row.words("name"), "role": role}

    def _organizations(self) -> Ids:
        kinds = dict(db.session.execute(select(Organization.slug, Organization.kind)).all())
        wanted = []
        for key, row, _ in self._rows("partners"):
            slug, name = row.words("slug"), row.words("name")
            kind = kinds.get(slug) or organization_kind(slug)
            wanted.append(Wanted(key, {"slug": slug, "name": name, "name_key": fold(name), "kind": kind}))
        return merge(self.ledger, "partners.csv", Organization, wanted, by=("slug",))

    def _partner(self, row: TypedRow, base: dict[str, Any]) -> dict[str, Any]:
        slug = base.pop("slug")
        return base | {"organization_id": self.organizations[slug], "role": _choice(PartnerRole, row.words("role"))}

    def _pillar(self, row: TypedRow, base: dict[str, Any]) -> dict[str, Any]:
        return base | {"title": row.words("title"), "kind": AxisKind.PILLAR}

    def _objectives(self, name: str, kind: ObjectiveKind, take: Any) -> None:
        within = [
            Objective.kind == kind,
            Objective.axis_id.in_(select(Axis.id).filter_by(contract_id=self.contract_id)),
        ]
        wanted = []
        for key, row, base in self._rows(name):
            del base["contract_id"]
            wanted.append(Wanted(key, base | {"kind": kind} | take(row)))
        merge(self.ledger, SPECS[name].file, Objective, wanted, by=("slug",), within=within, name=_name)

    def _aim(self, row: TypedRow) -> dict[str, Any]:
        target = {column: row.values[column] for column in ("target_value", "target_unit")}
        return {"axis_id": self.axes[row.words("slug")], "title": row.words("objective"), **target}

    def _lever(self, row: TypedRow) -> dict[str, Any]:
        return {"axis_id": self.axes[row.words("pillar_slug")], "title": row.words("title")}

    def _body(self, row: TypedRow, base: dict[str, Any]) -> dict[str, Any]:
        words = {column: row.words(column) for column in ("name", "kind", "composition", "purpose")}
        return base | words | {"level": _choice(BodyLevel, row.words("level"))}

    def _themes(self) -> Ids:
        names = dict.fromkeys(row.words("theme") for name in ("actions", "indicators") for row in self.records[name])
        wanted = [
            Wanted(name, {"slug": slugify(name), "name": name, "position": at}) for at, name in enumerate(names, 1)
        ]
        return merge(Ledger(), "", Theme, wanted, by=("slug",))

    def _action(self, row: TypedRow, base: dict[str, Any]) -> dict[str, Any]:
        del base["position"]
        years = read_period(row.words("period"))
        copied = ("title", "summary", "territory", "period", "beneficiaries", "beneficiaries_unit")
        return base | {column: row.values[column] for column in copied} | {
            "title_key": fold(row.words("title")),
            "search_key": self._search_key(row),
            "axis_id": self.axes.get(row.words("pillar_slug")),
            "theme_id": self.themes[row.words("theme")],
            "lead_id": self.organizations.get(row.words("lead_partner_slug")),
            "first_year": years.first,
            "last_year": years.last,
            "status": _choice(ActionStatus, row.words("status")),
            "amount_cents": row.values["amount_eur"],
            "tree_key": self.tree_keys[row.words("slug")],
        }  # fmt: skip

    def _search_key(self, row: TypedRow) -> str:
        people = {*row.links("lead_partner_slug"), *row.links("funder_slugs")}
        names = [other.words("name") for other in self.records["partners"] if other.words("slug") in people]
        places = row.links("commune_slugs")
        communes = [other.words("name") for other in self.records["communes"] if other.words("slug") in places]
        words = [row.words(column) for column in ("title", "summary", "theme", "territory")]
        return fold(" ".join([*words, *communes, *names]))[:2000]

    def _action_links(self) -> None:
        rows = self.records["actions"]
        parents: dict[Key, uuid.UUID | None] = {
            row.words("slug"): self.actions.get(row.words("parent_slug")) for row in rows
        }
        point(self.ledger, "actions.csv", Action, "parent_id", parents)
        self._link(action_funder, "funder_slugs", self.organizations)
        self._link(action_place, "commune_slugs", self.municipalities)

    def _link(self, table: Table, column: str, targets: Ids) -> None:
        rows = self.records["actions"]
        wanted: dict[Key, set[uuid.UUID]] = {
            row.words("slug"): {targets[slug] for slug in row.links(column)} for row in rows
        }
        link(self.ledger, "actions.csv", table, wanted, self.actions)

    def _result(self, row: TypedRow, base: dict[str, Any]) -> dict[str, Any]:
        action = self.actions.get(row.words("action_slug"))
        words = {column: row.words(column) for column in ("label", "unit")}
        return base | words | {"action_id": action, "value": row.values["value"], "period": row.words("year")}

    def _indicator(self, row: TypedRow, base: dict[str, Any]) -> dict[str, Any]:
        direction = row.words("gap_direction")
        return base | {
            "title": row.words("label"),
            "title_key": fold(row.words("label")),
            "theme_id": self.themes[row.words("theme")],
            "objective": row.words("objective"),
            "period": row.words("year_or_period"),
            "trend": row.words("trend"),
            "gap_points": row.values["gap_points"],
            "gap_direction": _choice(GapDirection, direction) if direction else None,
        }

    def _values(self) -> None:
        wanted = [
            Wanted(
                (row.words("slug"), scope),
                {"indicator_id": self.indicators[key], "scope": scope, "value": value, "unit": row.words("unit")},
            )
            for key, row, _ in self._rows("indicators")
            for column, scope in _SCOPES.items()
            if (value := row.values[column]) is not None
        ]
        within = [IndicatorValue.indicator_id.in_(list(self.indicators.values()))]
        values = Ledger()
        merge(values, "", IndicatorValue, wanted, by=("indicator_id", "scope"), within=within, name=_owner)
        for key, change in values.changes.get("", {}).items():
            self.ledger.note("indicators.csv", key[0], min(change, Change.CHANGED))  # type: ignore[index]
        slugs = {str(id_): slug for slug, id_ in self.indicators.items()}
        for _, emptied, owner in values.leaving.get("", ()):
            db.session.execute(delete(IndicatorValue).where(IndicatorValue.id == emptied))
            if owner in slugs:
                self.ledger.note("indicators.csv", slugs[owner], Change.CHANGED)

    def _site(self, row: TypedRow, base: dict[str, Any]) -> dict[str, Any]:
        return base | {
            "municipality_id": self.municipalities[row.words("commune")],
            "neighborhood_name": row.words("neighbourhood"),
            "interest": _choice(SiteInterest, row.words("interest")),
        }

    def _funding(self, row: TypedRow, base: dict[str, Any]) -> dict[str, Any]:
        slug = self.funded.get(figure_of(row), "")
        return base | {
            "action_id": self.actions.get(slug),
            "programme": row.words("programme"),
            "line": row.words("line"),
            "kind": funding_kind(row.words("programme"), row.words("line")),
            "amount_cents": row.values["amount_eur"],
            "share": row.values["share_percent"],
            "period": row.words("year"),
        }

    def _fact(self, row: TypedRow, base: dict[str, Any]) -> dict[str, Any]:
        copied = {column: row.values[column] for column in ("label", "value", "unit")}
        return base | copied | {"kind": _choice(FactKind, row.words("kind"))}


def _choice(kind: type[C], stored: str) -> C:
    return next(member for member in kind if member.value == stored)


def _name(row: Any) -> str:
    return str(getattr(row, "slug", None) or getattr(row, "label", None) or getattr(row, "line", None) or row.id)


def _owner(value: IndicatorValue) -> str:
    return str(value.indicator_id)
