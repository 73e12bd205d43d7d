"""A list of members imported: every row is shown before anything is written, and nothing is written twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from citizens.models import Channel, Contact, Gender, Person
from citizens.roles import services as roles
from citizens.roles.models import Role
from councils.members import importing
from councils.members.models import MemberImport
from councils.models import College, EndReason, Membership, Origin, Rank
from foundation import clock
from foundation.audit import AuditEntry
from foundation.clock import standing_at
from foundation.database import db
from foundation.datasets import office_csv
from foundation.policy import SYSTEM
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import polls
from tests.meetings import situations as s

OFFICE = "/conseils/lune/gestion"
REGISTER = f"{OFFICE}/membres"
IMPORT = f"{OFFICE}/importer"
TITLES = ("Prénom", "Nom", "Collège")


def reader(app: Flask, name: str = "Pia") -> Browser:
    return s.signed_in(app, name).visits(IMPORT)


def sent(page: Browser, content: bytes | Sequence[Sequence[str]], name: str = "liste.csv") -> Browser:
    """The preview of a file: bytes, or rows under their titles."""
    body = content if isinstance(content, bytes) else office_csv(content[0], content[1:]).encode()
    return page.visits(IMPORT).presses("Envoyer et relire", Fichier=(io.BytesIO(body), name))


def table(*rows: Sequence[str], more: Sequence[str] = ()) -> list[Sequence[str]]:
    return [(*TITLES, *more), *rows]


def count(app: Flask, model: type[Any] = Membership) -> int:
    with s.reading_at(app, clock.now()):
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def known(app: Flask, name: str, **reach: Any) -> None:
    with s.writing(app):
        db.session.add(Contact(person_id=s.person(name).id, **reach))


def test_new_changed_unchanged_and_wrong_rows(site: Flask) -> None:
    known(site, "Ben", email="ben@example.org")
    before = count(site)
    page = sent(
        reader(site),
        table(
            ("Ada", "Nouvelle", "habitante", "ada@example.org", "", "06 39 98 00 12"),
            ("Ben", "Essai", "Habitants", "ben@example.org", "Non", "06 39 98 00 13"),
            ("Awa", "Essai", "Habitants", "", "", ""),
            ("Zed", "Essai", "Mairie", "zed@", "peut-être", ""),
            more=("Courriel", "Droit de vote", "Téléphone"),
        ),
    )
    assert page.headings(1) == ["Relire avant d’enregistrer"]
    assert {"À corriger", "Fiches à changer", "Nouveaux sièges", "Sans changement"} <= set(page.headings(2))
    assert "Droit de vote : Oui devient Non" in page.text
    assert "Téléphone : rien devient 06 39 98 00 13" in page.text
    assert "Collège : écrivez l’un de ces mots" in page.text
    assert "1 courriel partira" in page.text
    assert count(site) == before
    page.presses("Enregistrer")
    assert page.status == 409
    assert "cochez la case" in page.text
    assert count(site) == before
    page.presses("Enregistrer", **{"Laisser de côté les lignes à corriger": True})
    assert page.headings(1) == ["La liste est enregistrée"]
    assert "1 siège ajouté, 1 fiche corrigée, 1 ligne sans changement, 1 ligne laissée de côté" in page.text
    assert len(Mailbox(site).to("ada@example.org")) == 1
    with s.reading_at(site, clock.now()):
        ada = s.seat("Ada")
        assert (ada.college, ada.origin, ada.accepted_on) == (College.RESIDENTS, Origin.VOLUNTEER, None)
        contact = db.session.get_one(Contact, ada.person_id)
        assert (contact.email, contact.phone) == ("ada@example.org", "06 39 98 00 12")
        assert s.seat("Ben").voting is False
        assert db.session.get_one(Contact, s.person("Ben").id).phone == "06 39 98 00 13"
        kept = db.session.scalars(select(MemberImport)).one()
        assert kept.rows is None
        acts = db.session.scalars(select(AuditEntry.action).where(AuditEntry.object_id == kept.id)).all()
        assert sorted(acts) == ["import.apply", "import.send"]


def test_an_export_imported_back_changes_nothing(site: Flask) -> None:
    """Whoever exports, in either format, with two namesakes of one college and a shared address."""
    known(site, "Ben", email="maison@example.org", phone="+33 6 39 98 00 12", prefers=Channel.SMS)
    known(site, "Chloé", email="maison@example.org")
    with s.writing(site):
        twin = Person(given_name="Ben", family_name="Essai", gender=Gender.MALE)
        db.session.add(twin)
        db.session.flush()
        other = s.seat("Awa")
        kept = {name: getattr(other, name) for name in ("term_id", "council_id", "college", "origin", "start_on")}
        db.session.add(Membership(person_id=twin.id, accepted_on=s.TODAY, **kept))
    pia, before = reader(site), count(site)
    for words, name in (("Exporter en CSV", "membres.csv"), ("Exporter en XLSX", "membres.xlsx")):
        content = pia.visits(REGISTER).presses(words).response.get_data()
        page = sent(pia, content, name)
        told = [one for one in page.headings(2) if one in {"À corriger", "Fiches à changer", "Nouveaux sièges"}]
        assert told == [], page.text
        assert "Cette liste ne change rien" in page.text
        assert "Colonnes que le site ne lit pas" not in page.text
        assert page.buttons() == ["Jeter cette liste"]
    assert count(site) == before


def test_what_the_network_exports_comes_back_unchanged(site: Flask) -> None:
    with s.writing(site):
        roles.grant(s.person("Rose"), Role.NETWORK_COORDINATOR, actor=SYSTEM)
    rose = s.signed_in(site, "Rose")
    content = rose.visits(REGISTER).presses("Exporter en CSV").response.get_data()
    assert "Cette liste ne change rien" in sent(rose, content).text


def test_addresses_tell_nothing_to_who_may_not_know_them(site: Flask) -> None:
    """§2.7: the network can add people, and learns nobody’s address by it."""
    known(site, "Ben", email="ben@example.org")
    with s.writing(site):
        roles.grant(s.person("Rose"), Role.NETWORK_COORDINATOR, actor=SYSTEM)
    page = sent(
        s.signed_in(site, "Rose"),
        table(
            ("Ada", "Nouvelle", "Habitants", "ben@example.org"),
            ("Ben", "Essai", "Habitants", "autre@example.org"),
            more=("Courriel",),
        ),
    )
    assert "seuls le bureau et l’animation du conseil les voient" in page.text
    assert "Fiches à changer" not in page.headings(2)
    page.presses("Enregistrer")
    with s.reading_at(site, clock.now()):
        assert db.session.get_one(Contact, s.person("Ben").id).email == "ben@example.org"
        assert db.session.get_one(Contact, s.person("Ada").id).email == "ben@example.org"


def test_an_import_is_its_senders_alone(site: Flask) -> None:
    page = sent(reader(site), table(("Ada", "Nouvelle", "Habitants")))
    with s.writing(site):
        roles.grant(s.person("Rose"), Role.NETWORK_COORDINATOR, actor=SYSTEM)
    assert s.signed_in(site, "Rose").visits(page.path).status == 404
    assert s.signed_in(site, "Samia").visits(page.path).status in {403, 404}
    assert s.signed_in(site, "Samia").visits(IMPORT).status == 403


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (table(("Ada", "Neuve", "Habitants"), ("ADA", "neuve", "habitante")), "Le même nom est écrit à la ligne"),
        (table(("Awa", "Essai", "Habitants"), ("Essai", "Awa", "Habitants")), "désigne déjà cette personne"),
        (table(("Awa", "Essai", "Associations")), "dans l’autre collège"),
        (
            table(("Ben", "Essai", "Associations", "ben@example.org", "MJC"), more=("Mail", "Structure")),
            "L’acte de reconn",
        ),
        (table(("Karim", "Essai", "Habitants")), "a déjà siégé dans ce conseil"),
        (table(("Fatou", "Neuve", "Associations")), "donnez le nom de celle que cette personne représente"),
        (table(("Ada", "Neuve", "Habitants", "MJC"), more=("Structure",)), "un habitant n’en représente pas"),
        (table(("Ada", "Neuve", "Habitants", "9"), more=("Mandat",)), "pas de mandat de ce numéro"),
        (table(("Awa", "Essai", "Habitants", "suppléante"), more=("Rang",)), "ne change pas le rang"),
        (table(("Awa", "Essai", "Habitants", "01/01/2026"), more=("Accepté le",)), "son accord est noté"),
        (table(("Ada", "Neuve", "Habitants", "31/12/2026"), more=("Accepté le",)), "cette date est à venir"),
        (table(("Ada", "Neuve", "Habitants", "=A1"), more=("Téléphone",)), "contient une formule"),
        (table(("Ada", "Neuve", "Habitants", "oui"), more=("Mandat électif",)), "une personne élue ne peut pas siéger"),
        (table(("Ada", "Neuve", "Habitants", "01/01/1990"), more=("Accepté le",)), "Vérifiez l’année"),
        (
            table(("Ben", "Essai", "Habitants", "b@example.net"), more=("Courriel",)),
            "avec une autre adresse de courriel",
        ),
        (table(("Ada", "", "Habitants")), "Nom : cette case est vide"),
        (table(("Ada", "Neuve", "Habitants", "ben@example.org"), more=("Courriel",)), "est celle de Ben Essai"),
    ],
)
def test_rows_that_cannot_be_sure_say_what_to_do(site: Flask, rows: list[Sequence[str]], words: str) -> None:
    known(site, "Ben", email="ben@example.org")
    page = sent(reader(site), rows)
    assert "À corriger" in page.headings(2)
    assert words in page.text


def test_two_namesakes_with_their_own_addresses_are_two_people(site: Flask) -> None:
    rows = table(
        ("Ada", "Neuve", "Habitants", "ada1@example.org"),
        ("Ada", "Neuve", "Habitants", "ada2@example.org"),
        more=("Courriel",),
    )
    page = sent(reader(site), rows).presses("Enregistrer")
    assert "2 sièges ajoutés" in page.text
    with s.reading_at(site, clock.now()):
        assert db.session.scalar(select(func.count()).where(Person.given_name == "Ada")) == 2
    # the same file again: each is known by their address
    assert "Cette liste ne change rien" in sent(page, rows).text


def test_a_name_corrected_by_its_address_and_a_local_actor_with_all_said(site: Flask) -> None:
    known(site, "Ben", email="ben@example.org")
    rows = table(
        ("Ben", "Mariage", "Habitants", "ben@example.org", "", "", "", "", ""),
        ("Lou", "Neuf", "acteur local", "", "Régie du lac", "Suppléant", "30/11/2026", "30/11/2026", "F"),
        more=("Mail", "Structure", "Rang", "Accepté le", "Indépendance déclarée le", "Genre"),
    )
    page = sent(reader(site), rows)
    assert "Nom : Essai devient Mariage" in page.text
    page.presses("Enregistrer")
    with s.reading_at(site, clock.now()):
        assert s.person("Ben").family_name == "Mariage"
        lou = s.seat("Lou")
        assert (lou.rank, lou.voting, lou.origin) == (Rank.SUBSTITUTE, False, Origin.DESIGNATED)
        assert lou.accepted_on == lou.independent_on == s.TODAY - timedelta(days=3)
        assert s.person("Lou").gender is Gender.FEMALE


def test_somebody_of_this_council_gets_a_seat_in_the_next_term(site: Flask) -> None:
    with s.writing(site):
        term = s.term()
        first = term.end_on + timedelta(days=1)
        following = type(term)(council_id=term.council_id, number=2, start_on=first, end_on=first + timedelta(days=900))
        db.session.add(following)
    page = sent(reader(site), table(("Awa", "Essai", "Habitants", "2"), more=("Mandat",)))
    assert "Nouveaux sièges" in page.headings(2)
    assert "Awa Essai est déjà connue" in page.text
    page.presses("Enregistrer")
    with s.reading_at(site, clock.now()):
        assert len(db.session.scalars(select(Membership).where(Membership.person_id == s.person("Awa").id)).all()) == 3
        assert s.seat("Awa").start_on == first


def test_what_changed_since_the_preview_makes_it_anew(site: Flask) -> None:
    pia = sent(reader(site), table(("Awa", "Essai", "Habitants", "Non"), more=("Vote",)))
    with s.writing(site):
        s.seat("Awa").voting = False
    pia.presses("Enregistrer")
    assert pia.status == 409
    assert "l’aperçu est refait" in pia.text
    assert "Fiches à changer" not in pia.headings(2)
    assert pia.visits(pia.path).status == 200


def test_confirmed_twice_is_written_once(site: Flask) -> None:
    first = sent(reader(site), table(("Ada", "Neuve", "Habitants")))
    second = s.signed_in(site, "Pia").visits(first.path)
    first.presses("Enregistrer")
    before = count(site)
    second.presses("Enregistrer")
    assert second.headings(1) == ["La liste est enregistrée"]
    assert count(site) == before


def test_the_same_file_sent_twice_is_one_import(site: Flask) -> None:
    page = sent(reader(site), table(("Ada", "Neuve", "Habitants")))
    first = page.path
    assert sent(page, table(("Ada", "Neuve", "Habitants"))).path == first
    assert count(site, MemberImport) == 1
    assert "liste.csv" in page.visits(IMPORT).text


def test_thrown_away_or_a_day_old_it_is_gone(site: Flask) -> None:
    page = sent(reader(site), table(("Ada", "Neuve", "Habitants")))
    stale = s.signed_in(site, "Pia").visits(page.path)
    page.presses("Jeter cette liste")
    assert page.path == IMPORT
    assert "liste.csv" not in page.text
    stale.presses("Enregistrer")
    assert stale.status == 409
    assert "n’est plus là" in stale.text
    late = sent(page, table(("Ada", "Neuve", "Habitants")))
    with standing_at(clock.now() + timedelta(days=1, minutes=1)):
        again = s.signed_in(site, "Pia").visits(late.path)
        assert again.headings(1) == ["Cette liste n’est plus là"]
        assert "liste.csv" not in again.visits(IMPORT).text


def test_a_refusal_writes_nothing_of_the_whole_file(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    page = sent(
        reader(site), table(("Ada", "Neuve", "Habitants"), ("Awa", "Essai", "Habitants", "Non"), more=("Vote",))
    )
    before = count(site)
    refusal = importing.Refused("Trop tard.")
    monkeypatch.setattr(importing, "_correct", lambda *_all: (_ for _ in ()).throw(refusal))
    page.presses("Enregistrer")
    assert page.status == 409
    assert "Ligne 3 : Trop tard." in page.text
    assert count(site) == before


@pytest.mark.parametrize(
    ("content", "words"), [(b"%PDF-1.7\x00", "ni un CSV ni un classeur"), (b"a;b\n1;2", "3 colonnes manquent")]
)
def test_a_file_that_is_no_list(site: Flask, content: bytes, words: str) -> None:
    page = sent(reader(site), content)
    assert page.status == 422
    assert words in page.text
    assert count(site, MemberImport) == 0


def test_no_file_chosen(site: Flask) -> None:
    page = reader(site).presses("Envoyer et relire")
    assert page.status == 422
    assert "Choisissez un fichier CSV ou XLSX." in page.text


def test_the_template_has_the_columns_that_are_read(site: Flask) -> None:
    pia = reader(site)
    body = pia.presses("Prendre le modèle CSV").response.get_data().decode("utf-8-sig")
    (titles,) = csv.reader(io.StringIO(body), delimiter=";")
    assert titles[:3] == list(TITLES)
    filled = body + ";".join("Ada" if one in TITLES[:2] else "Habitants" if one == "Collège" else "" for one in titles)
    assert "Nouveaux sièges" in sent(pia, filled.encode("utf-8-sig")).headings(2)
    assert pia.visits(IMPORT).presses("Prendre le modèle XLSX").response.get_data().startswith(b"PK")


def test_columns_that_say_nothing_are_named(site: Flask) -> None:
    page = sent(reader(site), table(("Ada", "Neuve", "Habitants", "bleu"), more=("Couleur",)))
    assert "Colonnes que le site ne lit pas : Couleur" in page.text


def test_a_council_without_a_term_is_told_to_plan_one(site: Flask) -> None:
    with standing_at(s.noon(s.TODAY + timedelta(days=2000))):
        assert "Aucun mandat n’est prévu" in reader(site).text


def test_a_long_list_costs_what_a_short_one_costs(site: Flask, queries: Any) -> None:
    def cost(rows: int) -> int:
        page = sent(reader(site), table(*(("Ada", f"Neuve{'x' * n}", "Habitants") for n in range(rows))))
        with queries() as made:
            assert page.visits(page.path).status == 200
        return len(made)

    few = cost(3)
    polls.crowd(site, 30, s.TODAY)
    assert cost(60) == few


def test_who_left_is_not_taken_for_who_sits(site: Flask) -> None:
    """Somebody whose seat ends later this month still sits: their row is known."""
    with s.writing(site):
        seat = s.seat("Awa")
        seat.end_on, seat.end_reason = s.TODAY + timedelta(days=10), EndReason.MOVED
    assert "Cette liste ne change rien" in sent(reader(site), table(("Awa", "Essai", "Habitants"))).text


def test_of_two_like_rows_the_first_is_kept(site: Flask) -> None:
    page = sent(
        reader(site),
        table(("Ada", "Neuve", "Habitants", "suppléante"), ("Ada", "Neuve", "Habitants", ""), more=("Rang",)),
    )
    assert "Rang : Suppléant" in page.text
    page.presses("Enregistrer", leave_out=True)
    with s.reading_at(site, clock.now()):
        named = select(Membership).join(Person).where(Person.given_name == "Ada")
        assert [one.rank.value for one in db.session.scalars(named)] == ["substitute"]
