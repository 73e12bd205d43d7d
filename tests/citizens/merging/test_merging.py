"""Two rows of one person: found, compared, merged, and made two again, with nothing lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import NoReturn

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, select

from citizens.accounts import queries as accounts
from citizens.accounts import services as access
from citizens.merging import planning, queries, services
from citizens.merging.models import MovedRow, PersonMerge
from citizens.merging.references import references
from citizens.models import Consent, ConsentPurpose, Contact, Person
from citizens.privacy import consents, copying, erasing
from citizens.roles import services as roles
from citizens.roles.models import Role, ScopeType
from councils.members.models import ReserveEntry, ReserveStatus
from councils.models import College, EndReason, Membership
from foundation import clock
from foundation.database import db
from foundation.policy import SYSTEM, Actor, Denied
from foundation.workflow import Refused
from tests.citizens.merging import doubles
from tests.citizens.privacy import lives
from tests.councils.situations import NETWORK
from tests.mailbox import Mailbox
from tests.meetings import situations as s

DAY = timedelta(days=1)
Queries = Callable[[], AbstractContextManager[list[str]]]


def both(app: Flask, slug: str = "soleil") -> tuple[uuid.UUID, uuid.UUID]:
    """Chloé of « Lune », and a second row of hers that sits elsewhere with an address of its own."""
    with s.writing(app):
        kept, double = s.person("Chloé").id, doubles.added().id
        doubles.sits(db.session.get_one(Person, double), slug, s.TODAY)
        db.session.add(Contact(person_id=double, email="c.essai@example.net"))
    return kept, double


def test_a_double_is_found_merged_and_parted_again(site: Flask) -> None:
    kept, double = both(site)
    rose = s.signed_in(site, "Rose")
    page = rose.visits(dict(rose.links)["Trouver les fiches en double"])
    assert ("Chloé Essai et Chloé Essai", f"/personnes/doublons/{kept}/{double}") in page.links
    page.visits(f"/personnes/doublons/{kept}/{double}")
    assert "Conseil citoyen Soleil, depuis le 3 décembre 2026" in page.text
    page.presses("Réunir les deux fiches")
    assert page.status == 422
    page.presses("Réunir les deux fiches", reason=doubles.WHY)
    assert "Fiches réunies" in page.text
    assert doubles.WHY in page.text
    with s.writing(site):
        assert db.session.get_one(Person, double).merged_into_id == kept
        assert {one.council_id for one in db.session.scalars(seats(kept))} == {s.council().id, s.council("soleil").id}
    letters = {letter.recipient for letter in Mailbox(site) if letter.subject == "Vos deux fiches sont réunies"}
    assert letters == {"chloe@example.org", "c.essai@example.net"}
    assert "Chloé Essai et Chloé Essai" not in dict(page.visits("/personnes/doublons").links)
    page.visits(dict(page.links)["Voir les fiches déjà réunies"])
    page.visits(dict(page.links)["Chloé Essai et Chloé Essai"]).presses("Séparer les deux fiches")
    assert "Fiches séparées" in page.text
    with s.writing(site):
        assert db.session.get_one(Person, double).merged_into_id is None
        assert [one.council_id for one in db.session.scalars(seats(double))] == [s.council("soleil").id]


def seats(person_id: uuid.UUID) -> Select[Membership]:
    return select(Membership).where(Membership.person_id == person_id)


def test_two_rows_are_found_by_their_names(site: Flask) -> None:
    with s.writing(site):
        kept, other = s.person("Chloé").id, doubles.added("Cloé", "Autrement").id
    page = s.signed_in(site, "Rose").visits("/personnes/doublons").presses("Chercher", q="chloe essai")
    page.visits(dict(page.links)["Chloé Essai"]).presses("Chercher l’autre fiche", q="autrement")
    page.visits(dict(page.links)["Cloé Autrement"])
    assert page.path == f"/personnes/doublons/{kept}/{other}"
    assert "Rien : la fiche en double est vide." in page.text
    page.visits(dict(page.links)["Garder plutôt l’autre fiche"])
    assert page.path == f"/personnes/doublons/{other}/{kept}"


def test_namesakes_are_proposed_and_never_merged_by_themselves(site: Flask) -> None:
    lives.somebody(site)
    lives.namesake(site)
    with s.writing(site):
        found = [one for one in queries.candidates() if one.by_name]
        assert len(found) == 1
        assert db.session.scalars(select(PersonMerge)).all() == []


def test_an_address_in_common_makes_a_candidate(site: Flask) -> None:
    with s.writing(site):
        other = doubles.added("Viktor", "Autrement")
        db.session.add(Contact(person_id=other.id, email="VICTOR@example.org"))
        key = other.id
        db.session.flush()
        (one,) = queries.candidates()
        # the row that somebody signs in with is the one to keep
        assert (one.kept_id, one.double_id, one.by_email, one.by_name) == (s.person("Victor").id, key, True, False)


def test_all_that_is_declared_moves_and_comes_back(site: Flask) -> None:
    """Somebody who did everything on the site, merged into a row that did nothing."""
    double = lives.somebody(site)
    with s.writing(site):
        kept = doubles.added("Zélie", "Kerbellec").id
        before = {one.name: one.rows_of(double) for one in references()}
        stood = doubles.tables()
    assert sum(map(bool, before.values())) > 8
    key = doubles.merged(site, kept, double)
    with s.writing(site):
        for one in references():
            if one.name != ("person", "merged_into_id"):
                assert (one.rows_of(double), len(one.rows_of(kept))) == ([], len(before[one.name])), one.name
        assert accounts.by_email(lives.EMAIL).person_id == kept  # type: ignore[union-attr]
    assert doubles.parted(site, key) == sum(map(len, before.values()))
    with s.writing(site):
        assert doubles.tables() == stood


class Undone(Exception):
    """Whatever an example wrote is dropped."""


SEATS = st.lists(
    st.tuples(st.sampled_from(["lune", "soleil", "brume"]), st.integers(-90, 60), st.none() | st.integers(0, 40)),
    max_size=2,
)
SIDE = st.fixed_dictionaries(
    {
        "seats": SEATS,
        "email": st.none() | st.sampled_from(["a@example.org", "b@example.org"]),
        "consents": st.sets(st.sampled_from(list(ConsentPurpose)), max_size=3),
        "reserve": st.none() | st.sampled_from(list(ReserveStatus)),
        "account": st.sampled_from(["", "open", "closed"]),
        "role": st.booleans(),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=SIDE, double=SIDE)
def test_merging_then_parting_gives_the_same_tables(site: Flask, kept: dict, double: dict) -> None:  # type: ignore[type-arg]
    with pytest.raises(Undone), s.writing(site):
        there_and_back(*(lived(side, rank) for rank, side in enumerate((kept, double), 1)))


def there_and_back(kept: uuid.UUID, double: uuid.UUID) -> NoReturn:
    """Merge two rows and part them again: what is refused changes nothing, and neither do the two together."""
    stood = doubles.tables()
    row = said = None
    try:
        row = services.merge(
            db.session.get_one(Person, kept), db.session.get_one(Person, double), doubles.WHY, actor=NETWORK
        )
    except Refused as refusal:
        said = refusal.sentences
    if row is not None:
        staying = set(db.session.scalars(select(MovedRow.row_id).where(MovedRow.stayed)))
        assert all(set(one.rows_of(double)) <= staying for one in references())
        services.undo(row, actor=NETWORK)
    else:
        assert said
        assert all(sentence.endswith(".") for sentence in said)
    assert doubles.tables() == stood
    raise Undone


def lived(side: dict, rank: int) -> uuid.UUID:  # type: ignore[type-arg]
    """A row with what an example gives it."""
    who = doubles.added("Lou", "Double")
    for slug, start, days in side["seats"]:
        first = s.TODAY + start * DAY
        mine = db.session.scalars(seats(who.id)).all()
        if not any(one.council_id == s.council(slug).id for one in mine):
            doubles.sits(who, slug, first, None if days is None else first + days * DAY)
    if side["email"]:
        db.session.add(Contact(person_id=who.id, email=side["email"]))
    for purpose in side["consents"]:
        db.session.add(Consent(person_id=who.id, purpose=purpose, given_at=clock.now(), text_version="1", proof=""))
    if side["reserve"]:
        place = ReserveEntry(term_id=s.term().id, person_id=who.id, college=College.RESIDENTS, rank=rank)
        place.status = side["reserve"]
        db.session.add(place)
    if side["account"]:
        access.add(who, f"lou{rank}@example.org").disabled_at = clock.now() if side["account"] == "closed" else None
    if side["role"]:
        roles.grant(who, Role.SECRETARY, ScopeType.COUNCIL, s.council().id, actor=SYSTEM)
    db.session.flush()
    return who.id


def refusal(app: Flask, kept: uuid.UUID, double: uuid.UUID, actor: Actor = NETWORK) -> str:
    with pytest.raises(Refused) as caught:
        doubles.merged(app, kept, double, actor)
    return " ".join(caught.value.sentences)


def test_two_seats_of_one_council_forbid_it_until_one_is_over(site: Flask) -> None:
    kept, double = both(site, "lune")
    assert "Mettez fin au siège en trop" in refusal(site, kept, double)
    page = s.signed_in(site, "Rose").visits(f"/personnes/doublons/{kept}/{double}")
    assert "Conseil citoyen Lune : les deux fiches y siègent en même temps." in page.text
    assert "Réunir les deux fiches" not in page.buttons()
    with s.writing(site):
        one = db.session.scalars(seats(double)).one()
        one.end_on, one.end_reason, key = s.TODAY, EndReason.MOVED, one.id
    # the seat in trop has days in common with the other: it stays where it is, and is noted
    merge = doubles.merged(site, kept, double)
    with s.writing(site):
        assert db.session.get_one(Membership, key).person_id == double
        assert queries.moved(merge, stayed=True) == {("membership", "person_id"): [key]}
        assert db.session.get_one(Contact, kept).email == "c.essai@example.net"


def test_the_row_with_the_seat_that_goes_on_is_the_one_to_keep(site: Flask) -> None:
    kept, double = both(site, "lune")
    with s.writing(site):
        one = max(db.session.scalars(seats(kept)), key=lambda one: one.start_on)
        one.end_on, one.end_reason = s.TODAY, EndReason.MOVED
    assert "Gardez l’autre fiche" in refusal(site, kept, double)
    doubles.merged(site, double, kept)
    with s.writing(site):
        assert accounts.by_person(double) is not None


def test_two_open_accounts_forbid_it(site: Flask) -> None:
    with s.writing(site):
        kept, double = s.person("Chloé").id, s.person("Victor").id
    assert "Les deux fiches ont un compte" in refusal(site, kept, double)
    with s.writing(site):
        accounts.by_person(double).disabled_at = clock.now()  # type: ignore[union-attr]
    assert "gardez l’autre fiche" in refusal(site, double, kept)
    doubles.merged(site, kept, double)
    with s.writing(site):
        assert accounts.by_person(double).disabled_at is not None  # type: ignore[union-attr]


def test_a_role_never_passes_to_another_account(site: Flask) -> None:
    """Whoever animates the network cannot give an account the role of a row that no account opens."""
    with s.writing(site):
        kept, double = s.person("Chloé").id, doubles.added()
        roles.grant(double, Role.PLATFORM_ADMIN, actor=SYSTEM)
        key = double.id
    assert "mettre fin à ce rôle" in refusal(site, kept, key)
    assert "mettre fin à ce rôle" in refusal(site, key, kept)


def test_two_places_in_reserve_forbid_it_while_the_double_waits(site: Flask) -> None:
    kept, double = both(site)
    with s.writing(site):
        for rank, key in enumerate((kept, double), 1):
            db.session.add(ReserveEntry(term_id=s.term().id, person_id=key, college=College.RESIDENTS, rank=rank))
    assert "la même liste complémentaire" in refusal(site, kept, double)
    with s.writing(site):
        place = db.session.scalars(select(ReserveEntry).where(ReserveEntry.person_id == double)).one()
        place.status = ReserveStatus.REFUSED
    doubles.merged(site, kept, double)


def test_what_nobody_foresaw_is_refused_and_changes_nothing(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, double = both(site, "lune")
    with s.writing(site):
        stood = doubles.tables()
    monkeypatch.setattr(services, "plan", lambda *keys: replace(planning.plan(*keys), hindrances=()))
    assert services.NOT_NOW in refusal(site, kept, double)
    with s.writing(site):
        assert doubles.tables() == stood


def test_nobody_merges_their_own_rows_nor_without_the_role(site: Flask) -> None:
    kept, double = both(site)
    assert "est la vôtre" in refusal(site, kept, double, Actor(kept, "network_coordinator"))
    with pytest.raises(Denied):
        doubles.merged(site, kept, double, Actor(role="council_facilitator"))
    merge = doubles.merged(site, kept, double)
    with s.writing(site), pytest.raises(Refused):
        services.undo(db.session.get_one(PersonMerge, merge), actor=Actor(kept, "network_coordinator"))


def test_what_came_since_stays_with_the_kept_row(site: Flask) -> None:
    kept, double = both(site)
    merge = doubles.merged(site, kept, double)
    with s.writing(site):
        since = doubles.sits(db.session.get_one(Person, kept), "brume", s.TODAY)
    doubles.parted(site, merge)
    with s.writing(site):
        assert db.session.get_one(Membership, since).person_id == kept


def test_merges_are_undone_from_the_last(site: Flask) -> None:
    kept, double = both(site)
    with s.writing(site):
        last = doubles.added("Chloé", "Marin").id
        stood = doubles.tables()
    first = doubles.merged(site, kept, double)
    second = doubles.merged(site, last, kept)
    with s.writing(site):
        assert db.session.get_one(Person, double).merged_into_id == last
    page = s.signed_in(site, "Rose").visits(f"/personnes/doublons/reunies/{first}")
    assert "séparez d’abord celles-là" in page.text
    with pytest.raises(Refused, match="séparez d’abord"):
        doubles.parted(site, first)
    doubles.parted(site, second)
    doubles.parted(site, first)
    with s.writing(site):
        again = doubles.tables()
    # but for Rose's own signing in
    assert {name for name in stood if again[name] != stood[name]} <= {"account", "account_session"}
    with pytest.raises(Refused, match="déjà séparées"):
        doubles.parted(site, first)


def test_whoever_is_erased_is_erased_on_both_rows_and_parted_no_more(site: Flask) -> None:
    kept, double = both(site)
    with s.writing(site):
        db.session.add(Contact(person_id=kept, email="chloe@example.org"))
        consents.give(db.session.get_one(Person, kept), ConsentPurpose.PUBLIC_NAME, actor=Actor(kept))
    merge = doubles.merged(site, kept, double)
    with s.writing(site):
        # the copy of her data holds what stayed on the other row
        told = {one.kind.slug: one.rows for one in copying.known(kept)}
        assert {row["Courriel"] for row in told["coordonnees"]} == {"chloe@example.org", "c.essai@example.net"}
        assert len(told["doublons"]) == 1
        erasing.erase(db.session.get_one(Person, kept), actor=SYSTEM)
    with s.writing(site):
        assert db.session.get(Contact, double) is None
        assert db.session.get_one(Person, double).erased_at is not None
        assert db.session.get_one(PersonMerge, merge).reason == ""
    with pytest.raises(Refused, match="effacées"):
        doubles.parted(site, merge)


def test_the_list_costs_the_same_for_two_doubles_and_for_forty(site: Flask, queries: Queries) -> None:
    both(site)
    rose = s.signed_in(site, "Rose")
    with queries() as few:
        rose.visits("/personnes/doublons")
    with s.writing(site):
        for number in range(40):
            for _ in range(2):
                doubles.sits(doubles.added("Double", f"Numéro {number}"), "soleil", s.TODAY)
    with queries() as many:
        rose.visits("/personnes/doublons")
    assert len(many) == len(few)
    assert "41 paires de fiches" in rose.text
    rose.visits(dict(rose.links)["Suivants →"])
    assert len(rose.headings(3)) == 20
    assert rose.visits("/personnes/doublons?suite=abc").status == 400


def test_two_rows_must_be_two_people_of_the_site(site: Flask) -> None:
    kept, double = both(site)
    rose = s.signed_in(site, "Rose")
    for path in (f"{kept}/{kept}", f"{kept}/{uuid.uuid4()}", f"{uuid.uuid4()}", f"reunies/{uuid.uuid4()}"):
        assert rose.visits(f"/personnes/doublons/{path}").status == 404
    doubles.merged(site, kept, double)
    page = rose.visits(f"/personnes/doublons/{kept}/{double}")
    assert "déjà réunies" in page.text
    assert "Réunir les deux fiches" not in page.buttons()
    assert rose.visits(f"/personnes/doublons/{double}").status == 404
