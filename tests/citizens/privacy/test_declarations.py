"""Every column that points at a person is declared: shown to them, exported, erased (ruling 1)."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import Column, Uuid

from foundation.database import Model
from foundation.personal import declared

# what leads to one person only: their row, their account, their seat, the mandate they gave
PEOPLE = {"person", "account", "membership", "assistance_mandate"}
# ids without a foreign key that name no person: what is spoken of, not who speaks
NOBODY = {
    *(
        "audit_entry.object_id",
        "comment.subject_id",
        "role_assignment.scope_id",
        "assisted_act.object_id",
        "moved_row.row_id",
    ),
}
WHO = {"audit_entry.actor_id"}


def name(column: Column[object]) -> str:
    return f"{column.table.name}.{column.name}"


def columns() -> list[Column[object]]:
    return [column for table in Model.metadata.tables.values() for column in table.columns]


def pointing() -> set[str]:
    """Every column with a foreign key to somebody; not the council that a seat must have in common with its holder."""
    keys = ((one, key.column) for one in columns() for key in one.foreign_keys)
    return {name(one) for one, to in keys if to.table.name in PEOPLE and to.primary_key}


def test_every_table_with_a_person_in_it_is_declared(app: Flask) -> None:
    with app.app_context():
        told = [column for kind in declared() for column in kind.columns]
    assert set(told) - WHO == pointing()
    assert set(told) >= WHO
    assert len(told) == len(set(told))


def test_an_id_without_a_foreign_key_is_known_to_be_nobody(app: Flask) -> None:
    with app.app_context():
        loose = {
            name(one)
            for one in columns()
            if isinstance(one.type, Uuid) and not one.primary_key and not one.foreign_keys
        }
    # the terms that memberships carry are held by a key of two columns
    assert {one for one in loose if not re.match(r"membership\.(term|council)_id", one)} == NOBODY | WHO


def test_every_kind_has_a_name_of_its_own_and_says_how_long_it_stays(app: Flask) -> None:
    with app.app_context():
        kinds = declared()
        assert len({kind.slug for kind in kinds}) == len({kind.title for kind in kinds}) == len(kinds) > 15
        assert [kind.slug for kind in kinds if not kind.kept.endswith(".")] == []
        assert [kind.slug for kind in kinds if not re.fullmatch(r"[a-z-]+", kind.slug)] == []
