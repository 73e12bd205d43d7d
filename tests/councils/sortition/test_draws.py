"""A draw from its preparation to the seats, through the pages; what everybody sees of it never holds a name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from citizens.roles import services as roles
from citizens.roles.models import Role, ScopeType
from councils.members.models import ReserveEntry
from councils.models import Membership, Origin
from councils.sortition import queries
from councils.sortition.models import Sortition, Stage
from foundation import clock
from foundation.audit import AuditEntry
from foundation.clock import standing_at
from foundation.database import db
from foundation.policy import SYSTEM
from foundation.text import fold
from tests import crews
from tests.browser import Browser
from tests.councils.sortition.steps import (
    LINES,
    NAMES,
    OFFICE,
    PUBLIC,
    SEED,
    TOMORROW,
    C,
    drawn,
    frozen,
    listed,
    pia,
    replayed,
    states,
    the_draw,
)
from tests.mailbox import Mailbox
from tests.meetings import situations as s


def test_a_draw_in_preparation_is_nobodys_business(site: Flask) -> None:
    page = listed(site)
    assert "6 personnes sur la liste" in page.text
    with s.reading_at(site, clock.now()):
        key = the_draw().id
    visitor = Browser(site).visits(PUBLIC)
    assert "Aucun tirage pour le moment" in visitor.text
    assert visitor.visits(f"{PUBLIC}/{key}").status == 404
    assert visitor.visits(f"{PUBLIC}/{key}/liste.txt").status == 404
    assert "Tirages au sort" not in visitor.visits("/conseils/lune").headings(2)


def test_the_list_is_frozen_and_published_without_a_name_before_the_seed_is_known(site: Flask, tmp_path: Path) -> None:
    page = frozen(site).presses("Voir la page publique")
    visitor = Browser(site).visits(page.path)
    assert visitor.status == 200
    assert not any(name in visitor.text for name in (*NAMES, "Tulipe"))
    given = site.test_client().get(f"{page.path}/liste.txt")
    text = given.get_data(as_text=True)
    assert not any(name in text for name in (*NAMES, "Tulipe", "@"))
    # nothing is published that no quota asks for
    assert "ans" not in text
    file = tmp_path / "liste.txt"
    file.write_bytes(given.data)
    program = crews.ROOT / "static" / "verifier_tirage.py"
    said = subprocess.run([sys.executable, "-I", program, file], capture_output=True, check=False).stdout.decode()
    with s.reading_at(site, clock.now()):
        row = the_draw()
        assert row.stage is Stage.FROZEN
        assert row.list_sha256
        assert row.list_sha256 in said
        assert row.list_sha256 in visitor.text
    assert (
        "le petit programme de vérification",
        next(a for w, a in visitor.links if "programme" in w),
    ) in visitor.links
    assert "33 sur 100" in visitor.text
    assert ("Voir le tirage", PUBLIC) in visitor.visits("/conseils/lune").links


def test_everybody_listed_is_told_their_pseudonym(site: Flask) -> None:
    frozen(site)
    with s.reading_at(site, clock.now()):
        rows = queries.candidates(the_draw().id)
        expected = {f"{fold(one.person.given_name)[:4].strip()}@example.net": one.pseudonym for one in rows}
    for email, pseudonym in expected.items():
        (letter,) = Mailbox(site).to(email)
        assert pseudonym in letter.text
        assert sum(other in letter.text for other in expected.values()) == 1


def test_what_is_frozen_does_not_change(site: Flask) -> None:
    page = listed(site)
    other = pia(site, f"{page.path}/reglages")
    pasting = pia(site, f"{page.path}/coller")
    page.presses("Relire et geler la liste").presses("Geler et publier la liste")
    assert other.presses("Enregistrer", seats="3").status == 409
    assert "La liste est gelée" in other.text
    pasting.presses("Ajouter ces volontaires", **{"Une ligne par personne": "Rita;Rose"})
    assert (pasting.status, pasting.field("Une ligne par personne").value) == (422, "Rita;Rose")


def test_a_list_that_changed_since_it_was_read_is_not_frozen(site: Flask) -> None:
    page = listed(site).presses("Relire et geler la liste")
    pia(site, page.path.removesuffix("/geler")).presses("Ajouter à la liste", given_name="Rita", family_name="Rose")
    page.presses("Geler et publier la liste")
    assert page.status == 409
    assert "La liste a changé pendant que vous la lisiez" in page.text
    assert page.presses("Geler et publier la liste").status == 200


def test_a_list_is_not_frozen_on_the_day_its_seed_is_known(site: Flask) -> None:
    page = listed(site)
    with standing_at(s.noon(TOMORROW)):
        page = pia(site, f"{page.path}/geler").presses("Geler et publier la liste")
    assert page.status == 409
    assert "Le jour de la graine est venu" in page.text


def test_nobody_draws_before_the_seed_is_known(site: Flask) -> None:
    page = frozen(site)
    assert "Tirer au sort" not in [words for words, _ in page.links]
    page.visits(f"{page.path}/tirer").presses("Tirer au sort", seed=SEED, again=SEED)
    assert page.status == 409
    assert "La graine sera connue le vendredi 4 décembre 2026" in page.text
    assert page.field("La graine").value == SEED


def test_a_seed_mistyped_is_noticed(site: Flask) -> None:
    page = frozen(site)
    with standing_at(s.noon(TOMORROW)):
        page = pia(site, f"{page.path}/tirer").presses("Tirer au sort", seed=SEED, again="5 12 13 40 45")
    assert page.status == 422
    assert "ne sont pas les mêmes" in page.text


def test_the_draw_can_be_made_again_by_anybody(site: Flask, tmp_path: Path) -> None:
    drawn(site)
    found = states(site)
    assert sorted(found.values()) == [C.DRAWN] * 2 + [C.RESERVE] * 4
    with s.reading_at(site, clock.now()):
        key, text = the_draw().id, the_draw().list_text or ""
    visitor = Browser(site).visits(f"{PUBLIC}/{key}")
    assert not any(name in visitor.text for name in (*NAMES, "Tulipe"))
    file = tmp_path / "liste.txt"
    file.write_bytes(text.encode())
    said = replayed(file, SEED)
    assert set(said["Tirés au sort"].split()) == {name for name, state in found.items() if state is C.DRAWN}
    assert said["Tirés au sort"] in " ".join(visitor.headings(3))
    assert said["En réserve, dans l’ordre"] in visitor.text


def test_a_draw_is_made_once(site: Flask) -> None:
    page = frozen(site)
    with standing_at(s.noon(TOMORROW)):
        one, other = (pia(site, f"{page.path}/tirer") for _ in range(2))
        one.presses("Tirer au sort", seed=SEED, again=SEED)
        before = states(site)
        other.presses("Tirer au sort", seed="1 2 3 4 5", again="1 2 3 4 5")
    assert other.status == 409
    assert "Le tirage est déjà fait" in other.text
    assert states(site) == before


def test_who_accepts_sits_and_who_refuses_is_followed_by_the_same_group(site: Flask, tmp_path: Path) -> None:
    page = drawn(site)
    with standing_at(s.noon(TOMORROW)):
        page = pia(site, page.path)
        first, second = (re.sub(r".*\((.*)\)", r"\1", one) for one in page.buttons() if one.startswith("Accepte"))
        page.presses(f"Accepte ({first})").presses(f"Refuse ({second})")
    with s.reading_at(site, clock.now()):
        rows = {one.person.given_name: one for one in queries.candidates(the_draw().id)}
        sits, gone = rows[first.split()[0]], rows[second.split()[0]]
        (called,) = (one for one in rows.values() if one.replaces)
        assert (sits.state, gone.state, called.state) == (C.ACCEPTED, C.REFUSED, C.DRAWN)
        assert (called.replaces, called.gender) == (gone.pseudonym, gone.gender)
        seat = db.session.scalars(select(Membership).where(Membership.person_id == sits.person_id)).one()
        assert (seat.origin, seat.accepted_on) == (Origin.DRAWN, TOMORROW)
        assert len(Mailbox(site).to(f"{fold(called.person.given_name)[:4].strip()}@example.net")) == 2
        file = tmp_path / "liste.txt"
        file.write_bytes((the_draw().list_text or "").encode())
        said = replayed(file, SEED, gone.pseudonym)
        assert said[f"Si {gone.pseudonym} refuse, on appelle"] == called.pseudonym
        path = f"{PUBLIC}/{the_draw().id}"
        wanted = f'liste.txt "{SEED}" {gone.pseudonym}'
    assert wanted in Browser(site).visits(path).text
    assert "à la place de" in Browser(site).visits(path).text


def test_whoever_left_after_the_freezing_is_not_called(site: Flask) -> None:
    page = frozen(site)
    for name in NAMES[2:]:
        page = page.presses(f"Retirer de la liste {name} Tulipe")
    with standing_at(s.noon(TOMORROW)):
        page = pia(site, f"{page.path}/tirer").presses("Tirer au sort", seed=SEED, again=SEED)
    assert sorted(states(site).values()) == [C.DRAWN] * 2 + [C.WITHDRAWN] * 4
    assert "Ont refusé ou quitté la liste" in page.headings(2)
    with s.reading_at(site, clock.now()):
        drawn_names = {one.person.given_name for one in queries.candidates(the_draw().id, C.DRAWN)}
    assert drawn_names == set(NAMES[:2])


def test_whoever_leaves_before_the_freezing_leaves_nothing(site: Flask) -> None:
    listed(site).presses("Retirer de la liste Zoé-Lou Tulipe")
    with s.reading_at(site, clock.now()):
        assert len(queries.candidates(the_draw().id)) == 5
    assert "Zoé-Lou" not in pia(site).visits(OFFICE).text


def test_the_reserve_can_wait_on_the_list_of_the_council(site: Flask) -> None:
    page = drawn(site)
    with standing_at(s.noon(TOMORROW)):
        page = pia(site, page.path)
        assert "Mettre la réserve sur la liste complémentaire" not in page.buttons()
        for _ in range(2):
            page.presses(next(one for one in page.buttons() if one.startswith("Accepte")))
        page.presses("Mettre la réserve sur la liste complémentaire")
        assert page.status == 200
        assert page.presses("Mettre la réserve sur la liste complémentaire").status == 409
    with s.reading_at(site, clock.now()):
        waiting = [one.person_id for one in queries.candidates(the_draw().id, C.RESERVE)]
        rows = db.session.scalars(select(ReserveEntry).order_by(ReserveEntry.rank)).all()
        assert [one.person_id for one in rows] == waiting


def test_when_nobody_of_the_group_is_left_the_office_is_told(site: Flask) -> None:
    page = drawn(site)
    with standing_at(s.noon(TOMORROW)):
        page = pia(site, page.path)
        for _ in range(6):
            refusals = [one for one in page.buttons() if one.startswith("Refuse")]
            if refusals:
                page.presses(refusals[0])
        assert "2 places n’ont plus personne" in page.text
        page.presses("Appeler la personne suivante")
    assert page.status == 409
    assert "il faut un nouveau tirage" in page.text


def test_another_council_cannot_look_in(site: Flask) -> None:
    page = frozen(site)
    other = page.path.replace("/lune/", "/soleil/")
    assert pia(site, other).status == 404
    assert s.signed_in(site, "Awa").visits(page.path).status == 403
    assert Browser(site).visits(f"{PUBLIC.replace('lune', 'soleil')}/{page.path.rpartition('/')[2]}").status == 404


def test_addresses_are_for_those_who_may_reach_members(site: Flask) -> None:
    page = listed(site)
    assert "yvon@example.net" in page.text
    with s.writing(site):
        lille = s.councils.load_communes()["lille"].id
        roles.grant(s.person("Rose"), Role.MUNICIPAL_LIAISON, ScopeType.MUNICIPALITY, lille, actor=SYSTEM)
    with s.reading_at(site, clock.now()):
        path = f"{OFFICE}/{the_draw().id}"
    other = s.signed_in(site, "Rose").visits(path)
    assert "Yvon Tulipe" in other.text
    assert "a un courriel" in other.text
    assert "@" not in other.text


def test_every_act_names_who_and_when(site: Flask) -> None:
    """R-AUD-01"""
    drawn(site)
    with s.reading_at(site, clock.now()):
        acts = db.session.scalars(select(AuditEntry).where(AuditEntry.object_type == "Sortition")).all()
        assert {one.action.partition(".")[2] for one in acts} == {"prepare", "freeze", "draw"}
        assert {one.actor_id for one in acts} == {s.person("Pia").id}


def test_ten_draws_cost_what_one_costs(site: Flask, queries: object) -> None:
    with s.writing(site):
        term = s.term("lune")
        draws = [Sortition(term_id=term.id, drawn_on=s.TODAY, seats=2, quotas={}) for _ in range(12)]
        db.session.add(draws[0])
    with queries() as few:  # type: ignore[operator]
        Browser(site).visits(PUBLIC)
    with s.writing(site):
        db.session.add_all(draws[1:])
    with queries() as many:  # type: ignore[operator]
        Browser(site).visits(PUBLIC)
    assert len(few) == len(many)


def test_a_long_list_costs_what_a_short_one_costs(site: Flask, queries: object) -> None:
    page = frozen(site)
    path = page.path.replace("/gestion", "")
    with queries() as few:  # type: ignore[operator]
        Browser(site).visits(path)
    more = "\n".join(f"Prénom-{n};Nom-{n};femme" for n in range(60)).translate(
        str.maketrans("0123456789", "abcdefghij")
    )
    second = listed(site, f"{LINES}\n{more}").presses("Relire et geler la liste").presses("Geler et publier la liste")
    with queries() as many:  # type: ignore[operator]
        Browser(site).visits(second.path.replace("/gestion", ""))
    assert len(few) == len(many) <= 12
