"""Somebody is invited to a seat and takes it by one link; the site never tells who else has an address."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.models import Person
from councils.members import queries
from councils.models import EndReason, Membership
from foundation import clock
from foundation.clock import standing_at
from foundation.database import db, reading
from tests.browser import Browser
from tests.citizens import people
from tests.mailbox import Mailbox
from tests.meetings import situations as s

ADD = "/conseils/lune/gestion/membres/ajouter"
ADDRESS = "zora@example.org"


def adds(app: Flask, who: str = "Pia", **fields: str) -> Browser:
    """Somebody of the office adds a person in one screen."""
    typed = {"Prénom": "Zora", "Nom": "Néroli", "college": "residents", "Courriel": ADDRESS, **fields}
    return s.signed_in(app, who).visits(ADD).presses("Ajouter", **typed)


def link(app: Flask, email: str = ADDRESS) -> str:
    """The path in the last invitation to an address."""
    letter = Mailbox(app).to(email)[-1]
    assert letter.subject == "Un siège vous attend dans un conseil citoyen"
    found = re.search(r"http://localhost(/siege/\S+)", letter.text)
    assert found, letter.text
    return found[1]


def seat(name: str = "Zora") -> Membership:
    """The one membership of somebody."""
    return db.session.scalars(select(Membership).join(Person).where(Person.given_name == name)).one()


def sits(app: Flask, name: str = "Zora") -> bool:
    """Whether somebody is among those who sit today."""
    with s.reading_at(app, clock.now()):
        return name in {one.person.given_name for one in queries.on_day(s.council().id, clock.today())}


def test_four_fields_one_letter_one_button(site: Flask) -> None:
    page = adds(site)
    assert "Une invitation vient de partir" in page.text
    assert not sits(site)
    invited = Browser(site).visits(link(site))
    assert invited.headings(1) == ["Un siège vous attend, Zora"]
    invited.presses("Accepter ce siège")
    # she is in, without a password, and sits
    assert invited.path == "/mon-espace"
    assert "Conseil citoyen Lune" in invited.text
    assert sits(site)
    assert people.account(site, ADDRESS).accepted_at is not None


def test_a_page_that_is_only_read_accepts_nothing(site: Flask) -> None:
    adds(site)
    Browser(site).visits(link(site))
    assert not sits(site)


def test_a_replayed_link_says_so_and_offers_what_to_do(site: Flask) -> None:
    adds(site)
    path = link(site)
    first, second = Browser(site).visits(path), Browser(site).visits(path)
    first.presses("Accepter ce siège")
    for page in (second.presses("Accepter ce siège"), Browser(site).visits(path)):
        assert page.status == 410
        assert "Vous avez déjà accepté ce siège, le 3 décembre 2026." in page.text
        assert {"Me connecter", "Recevoir un lien par courriel"} <= {words for words, _ in page.links}
    # the link opened one session, not two
    assert len(people.sessions(site, ADDRESS)) == 1


def test_a_link_that_ran_out_is_sent_anew_to_the_same_address(site: Flask) -> None:
    adds(site)
    old = link(site)
    with standing_at(s.noon(s.TODAY + timedelta(days=15))):
        page = Browser(site).visits(old)
        assert page.status == 410
        assert "Ce lien n’est plus valable" in page.text
        page.presses("Recevoir un nouveau lien")
        assert page.headings(1) == ["Un nouveau lien est parti"]
        assert link(site) != old
        Browser(site).visits(link(site)).presses("Accepter ce siège")
        assert sits(site)
        assert Browser(site).visits(old).headings(1) == ["Vous siégez déjà"]


def test_a_new_link_is_not_asked_for_again_and_again(site: Flask) -> None:
    adds(site)
    old = link(site)
    with standing_at(s.noon(s.TODAY + timedelta(days=15))):
        pages = [Browser(site).visits(old) for _ in range(2)]
        pages[0].presses("Recevoir un nouveau lien")
        pages[1].presses("Recevoir un nouveau lien")
        assert pages[1].status == 409
        assert "moins de dix minutes" in pages[1].text
    assert len(Mailbox(site).to(ADDRESS)) == 2


@pytest.mark.parametrize("token", ["x", "a.b.c", "W10.rubbish"])
def test_a_link_of_nobody_opens_nothing(site: Flask, token: str) -> None:
    page = Browser(site).visits(f"/siege/{token}")
    assert page.status == 404
    assert "Vérifiez que l’adresse est entière" in page.text
    assert Browser(site, checking=False).visits(f"/siege/{token}").status == 404


def test_a_refusal_is_told_to_the_facilitator_and_frees_the_seat(site: Flask) -> None:
    adds(site)
    page = Browser(site).visits(link(site)).presses("Refuser ce siège")
    assert "Vous avez refusé ce siège" in page.text
    with s.reading_at(site, clock.now()):
        assert seat().end_reason is EndReason.REFUSED
    told = Mailbox(site).to(s.email("Pia"))[-1]
    assert told.subject == "Un siège a été refusé"
    assert "Zora" not in told.text
    again = Browser(site).visits(link(site))
    assert again.status == 410
    assert "n’est plus proposé" in again.text
    assert "Refus" in s.signed_in(site, "Pia").visits("/conseils/lune/gestion/membres").text


def test_the_office_learns_nothing_about_an_address(site: Flask) -> None:
    """The same page for an address that has an account in another council, and for one that nobody has."""
    known = adds(site, Courriel=s.email("Victor"))
    unknown = adds(site, Prénom="Yasmine", Courriel="personne@example.org")
    assert known.status == unknown.status == 200
    assert known.text.replace("Zora", "Yasmine").replace("victor@", "personne@") == unknown.text


def test_somebody_with_an_account_takes_the_seat_under_it(site: Flask) -> None:
    """Victor sits elsewhere: the reader of the letter says that both are one person; the office never learned it."""
    adds(site, Prénom="Viktor", Nom="Essai", Courriel=s.email("Victor"))
    page = Browser(site).visits(link(site, s.email("Victor")))
    assert "Accepter ce siège" in page.buttons()
    page.presses("Accepter ce siège")
    assert page.status == 422
    page.presses("Accepter ce siège", whose="mine")
    # no session: a link that is good for a fortnight does not open an account that is in use
    assert page.headings(1) == ["Vous siégez"]
    assert people.sessions(site, s.email("Victor")) == []
    with s.reading_at(site, clock.now()):
        one = next(one for one in queries.on_day(s.council().id, clock.today()) if one.person.given_name == "Victor")
        assert one.person_id == s.person("Victor").id
        assert s.person("Viktor").merged_into_id == one.person_id
    assert "Conseil citoyen Lune" in s.signed_in(site, "Victor").text


def test_two_people_may_share_an_address(site: Flask) -> None:
    adds(site, Prénom="Maman", Nom="Essai", Courriel=s.email("Victor"))
    page = Browser(site).visits(link(site, s.email("Victor"))).presses("Accepter ce siège", whose="anothers")
    assert "n’a pas de compte à elle" in page.text
    assert sits(site, "Maman")
    assert not sits(site, "Victor")


def test_whoever_sits_here_already_cannot_take_a_second_seat(site: Flask) -> None:
    adds(site, Prénom="Sami", Courriel=s.email("Awa"))
    page = Browser(site).visits(link(site, s.email("Awa"))).presses("Accepter ce siège", whose="mine")
    assert page.status == 409
    assert "Vous avez déjà un siège dans ce conseil" in page.text
    assert not sits(site, "Sami")


def test_a_corrected_address_makes_the_first_letter_void(site: Flask) -> None:
    page = adds(site, Courriel="zoraa@example.org")
    first = link(site, "zoraa@example.org")
    page.presses("Enregistrer", Courriel=ADDRESS)
    assert Browser(site).visits(first).status == 404
    with standing_at(clock.now() + timedelta(minutes=11)):
        s.signed_in(site, "Pia").visits("/conseils/lune/gestion/membres").presses("Renvoyer l’invitation à Zora Néroli")
        Browser(site).visits(link(site)).presses("Accepter ce siège")
    assert sits(site)


def test_an_invitation_is_sent_again_and_not_too_often(site: Flask) -> None:
    page = adds(site).presses("Renvoyer l’invitation")
    assert page.status == 409
    assert "moins de dix minutes" in page.text
    with standing_at(clock.now() + timedelta(minutes=11)):
        page = s.signed_in(site, "Pia").visits(page.path.removesuffix("/inviter")).presses("Renvoyer l’invitation")
        assert "L’invitation est partie" in page.text
    assert len(Mailbox(site).to(ADDRESS)) == 2


def test_without_a_mail_the_office_notes_a_written_yes(site: Flask) -> None:
    before = len(Mailbox(site))
    page = adds(site, Courriel="")
    assert "notez ici le jour où la personne a accepté" in page.text
    assert not sits(site)
    path = page.path
    page.presses("Enregistrer", **{"A accepté par écrit le": "2027-01-01"})
    assert page.status == 409
    assert "à venir" in page.text
    page.visits(path).presses("Enregistrer", **{"A accepté par écrit le": "2026-12-02"})
    assert sits(site)
    assert len(Mailbox(site)) == before


def test_a_seat_to_accept_stands_on_one_s_own_page(site: Flask) -> None:
    """Somebody of the council before, on the list of the next term."""
    with s.writing(site):
        rose = s.person("Rose")
        from_term = s.term()
        row = Membership(
            person_id=rose.id, term_id=from_term.id, council_id=from_term.council_id, college="residents",
            origin="volunteer", start_on=clock.today(),
        )  # fmt: skip
        db.session.add(row)
    page = s.signed_in(site, "Rose").visits("/mon-espace").presses("Accepter votre siège")
    page.presses("Accepter ce siège")
    assert page.path == "/mon-espace"
    assert sits(site, "Rose")
    assert "Accepter votre siège" not in page.text


def test_who_has_not_accepted_neither_votes_nor_enters(site: Flask) -> None:
    """Ruling 10: those who accepted work; an invitation alone gives no right."""
    with s.writing(site):
        awa = s.seat("Awa")
        awa.accepted_on = None
    page = s.signed_in(site, "Awa").visits("/conseils/lune/gestion")
    assert page.status == 403


def test_long_unanswered_invitations_come_back_to_the_facilitator(site: Flask) -> None:
    adds(site)
    with standing_at(s.noon(s.TODAY + timedelta(days=16))):
        page = s.signed_in(site, "Pia")
        assert "Relancer 1 personne qui n’a pas répondu" in page.text
        assert "Attendus" in page.presses("Relancer 1 personne qui n’a pas répondu").headings()


def test_the_letters_say_nothing_personal_in_their_subjects(site: Flask) -> None:
    adds(site)
    with site.app_context(), reading():
        assert all("Zora" not in letter.subject for letter in Mailbox(site))
