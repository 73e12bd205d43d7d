"""The office of a council: who sits on any day, sheets corrected, seats ended and taken over, terms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.models import Contact, Person
from citizens.roles.models import Role, RoleAssignment
from councils.members import queries, services
from councils.members.models import BoardFunction, BoardRole, ReserveEntry, ReserveStatus
from councils.models import College, EndReason, Membership, Origin, Term
from foundation import clock
from foundation.audit import AuditEntry
from foundation.clock import standing_at
from foundation.database import db
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s

OFFICE = "/conseils/lune/gestion"
REGISTER = f"{OFFICE}/membres"
DAY = timedelta(days=1)


def sheet(app: Flask, name: str) -> str:
    """The address of somebody's sheet."""
    with s.reading_at(app, clock.now()):
        return f"{REGISTER}/{s.seat(name).id}"


def pia(app: Flask, path: str = REGISTER) -> Browser:
    """The facilitator at a page of the office."""
    return s.signed_in(app, "Pia").visits(path)


def names(page: Browser) -> list[str]:
    return page.headings(3)


def test_who_sits_on_any_date(site: Flask) -> None:
    page = pia(site)
    assert page.headings(1) == ["Qui siège aujourd’hui"]
    assert {"Samia Essai", "Awa Essai", "Léa Essai"} <= set(names(page))
    # Karim left yesterday, Léa begins tomorrow
    assert "Siégera à partir du 4 décembre 2026" in page.text
    assert "Déménagement" in page.text
    page.presses("Appliquer", **{"Qui siégeait le": str(s.TODAY - DAY)})
    assert page.headings(1) == ["Qui siégeait le 2 décembre 2026"]
    assert "Karim Essai" in names(page)
    assert "Léa Essai" not in names(page)
    assert "Attendus" not in page.headings()
    page.visits(f"{REGISTER}?le={s.TODAY - timedelta(days=4000)}")
    assert "Personne ne siège dans ce collège ce jour-là." in page.text


@pytest.mark.parametrize("day", ["2026-02-30", "hier", "99999-01-01"])
def test_a_day_that_does_not_exist_gets_a_sentence_and_today_s_list(site: Flask, day: str) -> None:
    page = pia(site, f"{REGISTER}?le={day}")
    assert page.status == 400
    assert "Écrivez une date" in page.text
    assert "Awa Essai" in names(page)


def test_reach_is_for_the_board_and_the_facilitator(site: Flask) -> None:
    """§2.7"""
    with s.writing(site):
        db.session.add(Contact(person_id=s.person("Ben").id, email="ben@example.org", phone="06 39 98 00 12"))
    for name in ("Pia", "Samia"):
        assert "06 39 98 00 12" in s.signed_in(site, name).visits(REGISTER).text, name
    assert "06 39 98 00 12" not in s.signed_in(site, "Awa").visits(REGISTER).text
    for name in ("Rose", "Wanda"):
        assert s.signed_in(site, name).visits(REGISTER).status == 403, name
    for path in ("/conseils/lune/membres", "/conseils/lune"):
        assert "06 39 98" not in Browser(site).visits(path).text


def test_members_read_the_list_and_change_nothing(site: Flask) -> None:
    page = s.signed_in(site, "Awa").visits(REGISTER)
    assert not [href for _, href in page.links if href.startswith(f"{REGISTER}/")]
    for path in (f"{REGISTER}/ajouter", sheet(site, "Ben"), f"{sheet(site, 'Ben')}/fin", f"{OFFICE}/mandats/nouveau"):
        assert page.visits(path).status == 403
    # the sheet of another council's member is not found under this one
    with s.reading_at(site, clock.now()):
        foreign = f"{REGISTER}/{s.seat('Victor').id}"
    assert pia(site, foreign).status == 404


def test_a_namesake_is_shown_with_a_choice(site: Flask) -> None:
    typed = {"Prénom": "AWA", "Nom": "essai", "college": "residents"}
    page = pia(site, f"{REGISTER}/ajouter").presses("Ajouter", **typed)
    assert page.status == 422
    assert "Une personne de ce nom est déjà connue ici" in page.text
    assert page.field("Prénom").value == "AWA"
    page.presses("Ajouter", same="new")
    assert page.status == 200
    with s.reading_at(site, clock.now()):
        found = db.session.scalars(select(Person).where(Person.family_name.ilike("essai"))).all()
        assert sum(one.given_name.lower() == "awa" for one in found) == 2


def test_the_same_person_is_not_seated_twice(site: Flask) -> None:
    page = pia(site, f"{REGISTER}/ajouter").presses("Ajouter", Prénom="Awa", Nom="Essai", college="residents")
    with s.reading_at(site, clock.now()):
        key = str(s.person("Awa").id)
    page.presses("Ajouter", same=key)
    assert page.status == 409
    assert "Awa Essai a déjà un siège dans ce conseil" in page.text
    # Karim left: he comes back as himself
    page.visits(f"{REGISTER}/ajouter").presses("Ajouter", Prénom="Karim", Nom="Essai", college="residents")
    with s.reading_at(site, clock.now()):
        karim = s.person("Karim").id
    assert page.presses("Ajouter", same=str(karim)).status == 200
    with s.reading_at(site, clock.now()):
        assert len(queries.seats_of(karim, s.council().id)) > 1


def test_other_councils_are_not_told_by_a_name(site: Flask) -> None:
    page = pia(site, f"{REGISTER}/ajouter").presses("Ajouter", Prénom="Victor", Nom="Essai", college="residents")
    assert page.status == 200


def test_a_local_actor_speaks_for_a_structure(site: Flask) -> None:
    typed = {"Prénom": "Paul", "Nom": "Essai", "college": "local_actors"}
    page = pia(site, f"{REGISTER}/ajouter").presses("Ajouter", **typed)
    assert page.status == 422
    assert "Donnez le nom de la structure" in page.text
    page.presses("Ajouter", Structure="centre SOCIAL lune")
    with s.reading_at(site, clock.now()):
        assert s.seat("Paul").organization_id == s.seat("Fatou").organization_id
        assert s.seat("Paul").origin is Origin.DESIGNATED


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [("Nom", "R2-D2", "Un nom s’écrit avec des lettres"), ("Courriel", "sans arobase", "n’est pas complète"),
     ("Nom", "", "Donnez le nom."), ("Prénom", "a" * 101, "100 caractères au plus.")],
)  # fmt: skip
def test_bad_input_is_said_beside_its_field_and_kept(site: Flask, field: str, value: str, sentence: str) -> None:
    typed = {"Prénom": "Zora", "Nom": "Essai", "Courriel": "zora@example.org", "college": "residents", field: value}
    page = pia(site, f"{REGISTER}/ajouter").presses("Ajouter", **typed)
    assert page.status == 422
    assert sentence in page.text
    assert page.field(field).value == value
    assert page.field("Prénom").value == typed["Prénom"]


def test_a_council_without_term_asks_for_one_first(site: Flask) -> None:
    with s.writing(site):
        for term in db.session.scalars(select(Term).where(Term.council_id == s.council().id)):
            term.end_on = clock.today() - DAY
    page = pia(site, f"{REGISTER}/ajouter")
    assert "Aucun mandat n’est prévu" in page.text
    assert "Prévoir un mandat" in [words for words, _ in page.links]


def test_a_sheet_is_corrected_and_the_trail_knows(site: Flask) -> None:
    page = pia(site, sheet(site, "Ben"))
    page.presses("Enregistrer", Prénom="Benjamin", Téléphone="06 39 98 00 12", gender="x", prefers="sms")
    assert page.path == REGISTER
    assert "Benjamin Essai" in names(page)
    assert "06 39 98 00 12 · préfère : sms" in page.text
    page.presses("Benjamin Essai")
    assert page.field("Femme, homme ou autre").value == "x"
    assert "Fiche corrigée" in page.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"suspended_to": "2026-12-10"}, "Donnez le premier jour de la suspension"),
     ({"suspended_from": "2026-12-10", "suspended_to": "2026-12-09"}, "vient avant le premier"),
     ({"suspended_from": "2020-01-01"}, "doit commencer pendant que la personne siège"),
     ({"independent_on": "2027-01-01"}, "ne peut pas être signée à une date à venir"),
     ({"minor_until": "2099-01-01"}, "vérifiez l’année"),
     ({"college": "local_actors", "organization": "Une autre"}, "un dossier de modification peut l’en changer")],
)  # fmt: skip
def test_a_sheet_that_cannot_be_is_refused_with_a_sentence(site: Flask, fields: dict[str, str], sentence: str) -> None:
    page = pia(site, sheet(site, "Ben")).presses("Enregistrer", **{"Prénom": "Benoît", **fields})
    assert page.status == 409
    assert sentence in page.text
    assert page.field("Prénom").value == "Benoît"
    with s.reading_at(site, clock.now()):
        assert s.seat("Ben").suspended_from is None


def test_a_suspended_member_is_shown_so_and_comes_back(site: Flask) -> None:
    page = pia(site, sheet(site, "Ben"))
    page.presses("Enregistrer", suspended_from="2026-12-01", suspended_to="2026-12-20")
    assert "Mandat suspendu jusqu’au 20 décembre 2026" in page.text
    page.presses("Ben Essai").presses("Enregistrer", suspended_from="", suspended_to="")
    assert "jusqu’au 20 décembre" not in page.text


def test_two_people_correct_one_sheet(site: Flask) -> None:
    """R-ACC-02 in spirit: nothing is replaced unseen, nothing typed is lost."""
    one, other = pia(site, sheet(site, "Ben")), pia(site, sheet(site, "Ben"))
    one.presses("Enregistrer", Téléphone="06 39 98 00 12")
    other.presses("Enregistrer", Téléphone="06 39 98 00 99")
    assert other.status == 409
    assert "Quelqu’un a changé cette fiche" in other.text
    assert other.field("Téléphone").value == "06 39 98 00 99"
    # she has been told, and sends again
    assert other.presses("Enregistrer").path == REGISTER
    assert "06 39 98 00 99" in other.text


def test_a_seat_ends_with_all_that_it_gave(site: Flask) -> None:
    with s.writing(site):
        row = BoardFunction(membership_id=s.seat("Samia").id, role=BoardRole.CHAIR, valid_from=s.TODAY - DAY * 9)
        db.session.add(row)
    assert "Présidence" in pia(site).text
    page = pia(site, f"{sheet(site, 'Samia')}/fin")
    page.presses("Mettre fin à ce siège", **{"Dernier jour": str(s.TODAY - DAY), "Raison": "Démission"})
    assert page.path == REGISTER
    assert "Samia Essai" in names(page)
    assert "Démission" in page.text
    with s.reading_at(site, clock.now()):
        assert db.session.scalars(select(BoardFunction.valid_to)).all() == [s.TODAY - DAY]
        given = db.session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == s.person("Samia").id))
        assert [one.role for one in given if one.ended_at is None] == []
    assert Mailbox(site).to(s.email("Samia"))[-1].subject == "Votre siège dans un conseil citoyen prend fin"
    assert s.signed_in(site, "Samia").visits(OFFICE).status == 403


def test_a_role_of_the_seat_holds_until_its_last_day(site: Flask) -> None:
    with s.writing(site):
        services.end(
            queries.whole(s.seat("Samia").id),
            s.TODAY + DAY,
            EndReason.MOVED,
            actor=s.acting("Pia", "council_facilitator"),
        )
        kept = db.session.scalars(select(RoleAssignment).where(RoleAssignment.role == Role.BOARD_MEMBER)).all()
        assert [one.valid_to for one in kept if one.person_id == s.person("Samia").id] == [s.TODAY + DAY]
    with standing_at(s.noon(s.TODAY + DAY)):
        assert s.signed_in(site, "Samia").visits(OFFICE).status == 200
    with standing_at(s.noon(s.TODAY + 2 * DAY)):
        assert s.signed_in(site, "Samia").visits(OFFICE).status == 403


@pytest.mark.parametrize(
    ("last", "reason", "sentence"),
    [("2020-01-01", "moved", "son dernier jour vient après"), ("2040-01-01", "moved", "Le mandat se termine le"),
     ("", "moved", "Donnez le dernier jour."), ("2026-12-03", "", "Choisissez une raison."),
     ("2026-12-03", "act", "Choisissez"), ("2026-02-30", "moved", "Écrivez une date")],
)  # fmt: skip
def test_an_end_that_cannot_be_is_refused_with_a_sentence(site: Flask, last: str, reason: str, sentence: str) -> None:
    page = pia(site, f"{sheet(site, 'Ben')}/fin")
    answer = page._client.post(
        page.path,
        data={"form_token": page.field("form_token").value, "last_day": last, "reason": reason},
        headers={"Origin": page.origin},
    )
    assert answer.status_code in {409, 422}
    assert sentence in " ".join(answer.get_data(as_text=True).split()).replace("\u202f", " ")
    with s.reading_at(site, clock.now()):
        assert s.seat("Ben").end_reason is EndReason.TERM_END


def test_a_seat_is_ended_once(site: Flask) -> None:
    one, other = (pia(site, f"{sheet(site, 'Ben')}/fin") for _ in range(2))
    one.presses("Mettre fin à ce siège", Raison="Décès")
    other.presses("Mettre fin à ce siège", Raison="Démission")
    assert other.status == 409
    assert "Ce siège a déjà pris fin" in other.text


def test_somebody_takes_the_seat_the_day_after(site: Flask) -> None:
    page = pia(site, f"{sheet(site, 'Ben')}/remplacer")
    who = {"Prénom": "Zora", "Nom": "Néroli", "Courriel": "zora@example.org", "who": "new"}
    page.presses("Remplacer", **{"Dernier jour": "2026-12-10", "Raison": "Déménagement"}, **who)
    assert "C’est noté" in page.text
    with s.reading_at(site, clock.now()):
        left, taken = s.seat("Ben"), s.seat("Zora")
        assert (left.end_on, left.end_reason) == (s.TODAY + 7 * DAY, EndReason.MOVED)
        assert taken.start_on == s.TODAY + 8 * DAY
        assert (taken.replaces_id, taken.college, taken.origin) == (left.id, College.RESIDENTS, Origin.REPLACEMENT)
        assert taken.end_on == s.term().end_on
    assert len(Mailbox(site).to("zora@example.org")) == 1


def test_the_next_of_the_reserve_takes_the_seat(site: Flask) -> None:
    with s.writing(site):
        for rank, name in enumerate(("Rose", "Nora"), 1):
            db.session.add(
                ReserveEntry(term_id=s.term().id, person_id=s.person(name).id, college=College.RESIDENTS, rank=rank)
            )
    page = pia(site, f"{sheet(site, 'Ben')}/remplacer")
    page.presses("Remplacer", **{"Dernier jour": str(s.TODAY), "Raison": "Démission", "1. Rose Essai": True})
    assert page.headings(1) == ["Rose Essai"]
    with s.reading_at(site, clock.now()):
        rows = db.session.scalars(select(ReserveEntry).order_by(ReserveEntry.rank)).all()
        assert [one.status for one in rows] == [ReserveStatus.CALLED, ReserveStatus.WAITING]


def test_a_seat_that_stood_empty_is_filled_from_today(site: Flask) -> None:
    with s.writing(site):
        s.term().residents_target = 9
    page = pia(site)
    assert "Siège d’habitant, vide depuis aujourd’hui (le 3 décembre 2026)" in page.text
    path = f"{sheet(site, 'Karim')}/remplacer"
    page.visits(path).presses("Pourvoir ce siège", Prénom="Zora", Nom="Néroli")
    assert page.headings(1) == ["Zora Néroli"]
    with s.reading_at(site, clock.now()):
        assert (s.seat("Zora").start_on, s.seat("Zora").replaces_id) == (s.TODAY, None)


def test_a_seat_that_is_not_empty_cannot_be_filled(site: Flask) -> None:
    page = pia(site, f"{sheet(site, 'Karim')}/remplacer").presses("Pourvoir ce siège", Prénom="Zora", Nom="Néroli")
    assert page.status == 409
    assert "Ce siège n’est pas vide" in page.text
    page.presses("Pourvoir ce siège", Prénom="")
    assert page.status == 422
    assert "Donnez le prénom" in page.text


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [("2027-01-01", "2028-01-01", "n’ont aucun jour en commun"), ("2033-01-01", "2032-01-01", "vient avant le premier"),
     ("2030-01-01", "2041-01-01", "plus de dix ans"), ("1999-01-01", "2000-01-01", "vérifiez le premier jour"),
     ("2030-02-30", "2031-01-01", "Écrivez une date")],
)  # fmt: skip
def test_a_term_that_cannot_be_is_refused_and_kept(site: Flask, first: str, last: str, sentence: str) -> None:
    page = pia(site, f"{OFFICE}/mandats/nouveau")
    typed = {"Premier jour": first, "Dernier jour": last, "residents_target": "12", "local_actors_target": "8"}
    page.presses("Enregistrer", **typed)
    assert page.status == 422
    assert sentence in page.text
    assert page.field("Premier jour").value == first
    assert page.field("residents_target").value == "12"


def test_a_term_follows_another_without_a_day_in_common(site: Flask) -> None:
    with s.reading_at(site, clock.now()):
        after = s.term().end_on + DAY
    typed = {"Premier jour": str(after), "Dernier jour": str(after + 700 * DAY)}
    page = pia(site, f"{OFFICE}/mandats/nouveau")
    page.presses("Enregistrer", residents_target="12", local_actors_target="8", **typed)
    assert page.path == REGISTER
    assert "Mandat n° 2" in page.text
    # somebody new goes on its list from its first day on: the present term runs until then
    page.presses("Ajouter quelqu’un au mandat n° 2").presses("Ajouter", Prénom="Zora", Nom="Essai", college="residents")
    with s.reading_at(site, clock.now()):
        assert (s.seat("Zora").start_on, s.seat("Zora").end_on) == (after, None)


def test_the_dates_of_a_recognized_term_come_from_its_act(site: Flask) -> None:
    page = pia(site).presses("Corriger le mandat n° 1")
    assert "Un acte reconnaît ce mandat" in page.text
    page.presses("Enregistrer", **{"Dernier jour": "2030-01-01"})
    assert page.status == 422
    assert "ses dates changent par un dossier" in page.text
    page.presses("Enregistrer", **{"Dernier jour": str(page_end(site)), "residents_target": "15"})
    assert page.path == REGISTER


def page_end(site: Flask) -> object:
    with s.reading_at(site, clock.now()):
        return s.term().end_on


def test_the_office_page_leads_on(site: Flask) -> None:
    page = pia(site, OFFICE)
    assert "Ouvrir la liste des membres" in [words for words, _ in page.links]
    assert s.signed_in(site, "Awa").visits(OFFICE).status == 200
    assert Browser(site).visits(OFFICE).status == 403


def test_every_act_names_who_and_when(site: Flask) -> None:
    """R-AUD-01"""
    pia(site, f"{sheet(site, 'Ben')}/fin").presses("Mettre fin à ce siège", Raison="Absences")
    with s.reading_at(site, clock.now()):
        act = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "membership.end")).all()[-1]
        assert (act.actor_role, act.actor_id, act.after) == ("council_facilitator", s.person("Pia").id, "absence")
        assert act.object_id == s.seat("Ben").id
        assert db.session.get(Membership, act.object_id) is not None
