"""What the database itself refuses on both engines: periods that overlap, seats badly taken over (ruling 7).

SQLite has no exclusion constraints, so both engines use triggers. On PostgreSQL the trigger first locks the row
that the periods belong to: two transactions at once cannot both find the place free.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table

from councils.models import Coverage, Membership, Term
from councils.territory.models import NeighborhoodStatus
from foundation.database import on_create

FOR_EVER = "9999-12-31"


@dataclass(frozen=True)
class Apart:
    """Rows of a table that are the same thing (`same`) must have periods apart; `owner` is the table to lock."""

    table: str
    same: tuple[str, ...]
    start: str
    end: str
    owner: str
    owner_id: str

    def _clash(self) -> str:
        alike = " AND ".join(f"other.{name} = NEW.{name}" for name in self.same)
        return (  # names of tables and columns, written in this file
            f"SELECT 1 FROM {self.table} AS other WHERE {alike} AND other.id <> NEW.id"  # noqa: S608
            f" AND other.{self.start} <= COALESCE(NEW.{self.end}, '{FOR_EVER}')"
            f" AND NEW.{self.start} <= COALESCE(other.{self.end}, '{FOR_EVER}')"
        )

    def sqlite(self) -> list[str]:
        """The statements that make the guard on SQLite."""
        return [
            f"CREATE TRIGGER {self.table}_apart_{verb.lower()} BEFORE {verb} ON {self.table} BEGIN "
            f"SELECT RAISE(ABORT, '{self.table}: periods overlap') WHERE EXISTS ({self._clash()}); END"
            for verb in ("INSERT", "UPDATE")
        ]

    def postgresql(self) -> list[str]:
        """The statements that make the guard on PostgreSQL."""
        return [
            f"CREATE OR REPLACE FUNCTION {self.table}_apart() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"PERFORM 1 FROM {self.owner} WHERE id = NEW.{self.owner_id} FOR NO KEY UPDATE; "
            f"IF EXISTS ({self._clash()}) THEN "
            f"RAISE EXCEPTION '{self.table}: periods overlap' USING ERRCODE = 'exclusion_violation'; "
            "END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {self.table}_apart BEFORE INSERT OR UPDATE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.table}_apart()",
        ]


APART = (
    Apart("neighborhood_status", ("neighborhood_id",), "valid_from", "valid_to", "neighborhood", "neighborhood_id"),
    Apart("coverage", ("council_id", "neighborhood_id"), "valid_from", "valid_to", "council", "council_id"),
    Apart("term", ("council_id",), "start_on", "end_on", "council", "council_id"),
    Apart("membership", ("council_id", "person_id"), "start_on", "end_on", "council", "council_id"),
)
# a seat is taken over in the same council the day after it was left; a later change may open a gap, never an overlap
_LEFT = "SELECT 1 FROM membership AS other WHERE other.id = NEW.replaces_id AND other.council_id = NEW.council_id AND "
_LEFT_SQLITE, _LEFT_POSTGRESQL = (
    _LEFT + after + " = NEW.start_on" for after in ("date(other.end_on, '+1 day')", "other.end_on + 1")
)
_HELD_TWICE = (  # written in this file
    f"SELECT 1 FROM membership AS other WHERE (other.replaces_id = NEW.id AND other.start_on <= "  # noqa: S608
    f"COALESCE(NEW.end_on, '{FOR_EVER}') AND (other.end_reason IS NULL OR other.end_reason <> 'refused')) "
    f"OR (other.id = NEW.replaces_id AND NEW.start_on <= COALESCE(other.end_on, '{FOR_EVER}'))"
)
_NOT_AFTER, _TWICE = "membership: a seat is taken over the day after", "membership: one seat is held twice"
FOLLOWS_SQLITE = (
    "CREATE TRIGGER membership_follows_insert BEFORE INSERT ON membership WHEN NEW.replaces_id IS NOT NULL BEGIN "
    f"SELECT RAISE(ABORT, '{_NOT_AFTER}') WHERE NOT EXISTS ({_LEFT_SQLITE}); END",
    "CREATE TRIGGER membership_follows_update BEFORE UPDATE ON membership BEGIN "
    f"SELECT RAISE(ABORT, '{_TWICE}') WHERE EXISTS ({_HELD_TWICE}); END",
)
FOLLOWS_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION membership_follows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP = 'INSERT' AND NEW.replaces_id IS NOT NULL AND NOT EXISTS ({_LEFT_POSTGRESQL}) "
    f"THEN RAISE EXCEPTION '{_NOT_AFTER}' USING ERRCODE = 'exclusion_violation'; END IF; "
    f"IF TG_OP = 'UPDATE' AND EXISTS ({_HELD_TWICE}) "
    f"THEN RAISE EXCEPTION '{_TWICE}' USING ERRCODE = 'exclusion_violation'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER membership_follows BEFORE INSERT OR UPDATE ON membership "
    "FOR EACH ROW EXECUTE FUNCTION membership_follows()",
)
SQLITE = tuple(statement for apart in APART for statement in apart.sqlite())
POSTGRESQL = tuple(statement for apart in APART for statement in apart.postgresql())

_TABLES: dict[str, Table] = {
    model.__tablename__: model.__table__  # type: ignore[misc]
    for model in (NeighborhoodStatus, Coverage, Term, Membership)
}
for _apart in APART:
    for _statement in _apart.sqlite():
        on_create(_TABLES[_apart.table], _statement, "sqlite")
    for _statement in _apart.postgresql():
        on_create(_TABLES[_apart.table], _statement, "postgresql")
for _statement in FOLLOWS_SQLITE:
    on_create(_TABLES["membership"], _statement, "sqlite")
for _statement in FOLLOWS_POSTGRESQL:
    on_create(_TABLES["membership"], _statement, "postgresql")
