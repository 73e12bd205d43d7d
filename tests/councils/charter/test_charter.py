"""The rules of a council, which of them held on a day, what the site applies of them; and its means."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from councils.charter import articles, queries, services
from councils.charter.articles import USUAL, Articles
from councils.charter.forms import MeansForm
from councils.charter.given import Adopted, Given
from councils.charter.models import CouncilMeans, CouncilRules, MeansKind, RulesKind
from foundation import documents
from foundation.database import db
from foundation.journal import ActKind, JournalEntry
from foundation.policy import Actor, Denied
from foundation.workflow import Refused
from tests.browser import Browser
from tests.files import pdf
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.proposals import drafts

DAY = timedelta(days=1)
PIA = Actor(role="council_facilitator")
RULES, MEANS = "/conseils/lune/gestion/regles", "/conseils/lune/gestion/moyens"
Queries = Callable[[], AbstractContextManager[list[str]]]
STRICT = Articles(written_vote_days=8, written_vote_percent=50)


def adopted(app: Flask, adopted_on: date, since: date | None = None, rules: Articles = USUAL) -> int:
    """A version noted by the facilitator of « Lune »; gives its number."""
    with s.writing(app):
        after = queries.last_number(s.council().id)
        made = Adopted(RulesKind.INTERNAL, adopted_on, since or adopted_on, rules, after)
        paper = documents.receive(FileStorage(io.BytesIO(pdf()), filename="reglement.pdf"))
        return services.adopt(s.council(), made, paper, actor=PIA).version


def in_force(day: date) -> int | None:
    """The number of the version in force on a day, in the present transaction."""
    found = queries.rules_on(s.council().id, day)
    return found.version if found is not None else None


def test_a_version_holds_from_its_day_until_the_next(site: Flask) -> None:
    first, second = s.TODAY - 100 * DAY, s.TODAY - 10 * DAY
    adopted(site, first, first + 5 * DAY)
    adopted(site, second)
    with s.writing(site):
        days = (first, first + 4 * DAY, first + 5 * DAY, second - DAY, second, s.TODAY + 900 * DAY)
        assert [in_force(day) for day in days] == [None, None, 1, 1, 2, 2]
        assert queries.articles_on(s.council("soleil").id, s.TODAY) == USUAL


def test_a_correction_of_the_same_day_takes_the_place_of_what_was_wrong(site: Flask) -> None:
    adopted(site, s.TODAY - 9 * DAY)
    adopted(site, s.TODAY - 9 * DAY, rules=STRICT)
    with s.writing(site):
        assert in_force(s.TODAY - 9 * DAY) == 2
        assert queries.articles_on(s.council().id, s.TODAY) == STRICT


def test_rules_are_noted_shown_and_kept_in_the_journal(site: Flask) -> None:
    pia = s.signed_in(site, "Pia").visits("/conseils/lune/gestion")
    pia.visits(dict(pia.links)["Tenir les règles à jour"])
    typed = {"adopted_on": "2026-11-20", "in_force_from": "2026-12-01", "written_vote_days": "8"}
    pia.presses("Noter cette version", **typed, written_vote_percent="150")
    assert pia.status == 422
    assert pia.field("written_vote_days").value == "8"
    pia.presses("Noter cette version", **typed, written_vote_percent="50", file=(io.BytesIO(pdf()), "r.pdf"))
    assert pia.path == RULES
    reader = Browser(site).visits("/conseils/lune")
    assert "Règlement intérieur, version 1" in reader.text
    assert "En vigueur depuis le 1" in reader.text
    (path,) = [url for words, url in reader.links if words.startswith("Télécharger le texte")]
    answer = site.test_client().get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "attachment" in answer.headers["Content-Disposition"]
    reader.visits(dict(reader.links)["Toutes les versions et les moyens des autres années"])
    assert "8 jours entiers au moins" in reader.text
    with s.writing(site):
        line = db.session.scalars(select(JournalEntry).where(JournalEntry.kind == ActKind.RULES_ADOPTED)).one()
        told = json.loads(line.payload)
        assert told["written_vote_percent"] == 50
        assert told["in_force_from"] == "2026-12-01"


@pytest.mark.parametrize(
    ("adopted_on", "since", "words"),
    [
        (s.TODAY + DAY, s.TODAY + DAY, "un jour à venir"),
        (date(2013, 1, 1), s.TODAY, "existent depuis"),
        (s.TODAY, s.TODAY - DAY, "avant d’être adoptées"),
        (s.TODAY, s.TODAY + 800 * DAY, "plus d’un an après"),
    ],
)
def test_impossible_days_are_refused_with_a_sentence(site: Flask, adopted_on: date, since: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        adopted(site, adopted_on, since)
    with s.writing(site):
        assert queries.versions(s.council().id) == []


def test_two_who_note_the_next_version_at_once(site: Flask) -> None:
    """The second had not read the first: 409, with what was typed."""
    pia, samia = (s.signed_in(site, name).visits(RULES) for name in ("Pia", "Samia"))
    for browser in (pia, samia):
        browser.presses("Noter cette version", adopted_on="2026-11-20", in_force_from="2026-11-21")
    assert (pia.path, samia.status) == (RULES, 409)
    assert "la version 1 entre-temps" in samia.text
    assert samia.field("adopted_on").value == "2026-11-20"
    with s.writing(site):
        assert queries.last_number(s.council().id) == 1


def test_a_file_that_is_no_document_is_refused_and_the_rest_is_kept(site: Flask) -> None:
    pia = s.signed_in(site, "Pia").visits(RULES)
    typed = {"adopted_on": "2026-11-20", "in_force_from": "2026-11-21"}
    pia.presses("Noter cette version", **typed, file=(io.BytesIO(b"<script>alert(1)</script>"), "r.pdf"))
    assert pia.status == 422
    assert "Ce fichier n’est ni un PDF" in pia.text
    assert pia.field("in_force_from").value == "2026-11-21"


def test_a_document_that_must_not_be_public_is_taken_back(site: Flask) -> None:
    adopted(site, s.TODAY - DAY)
    pia = s.signed_in(site, "Pia").visits(RULES)
    pia.presses("Retirer le document de la version 1")
    assert "Le texte n’est pas joint." in pia.text
    assert site.test_client().get("/conseils/lune/regles/1/document").status_code == 404
    with s.writing(site):
        assert in_force(s.TODAY) == 1


def test_a_vote_follows_the_rules_in_force_when_it_opens(site: Flask) -> None:
    adopted(site, s.TODAY - 30 * DAY, rules=STRICT)
    adopted(site, s.TODAY - DAY, s.TODAY + 40 * DAY, Articles(written_vote_days=20))
    with pytest.raises(Refused, match="au moins 8 jours entiers"):
        polls.opened(site, closes_at=s.paris(s.TODAY + 7 * DAY, 20), participation_percent=60)
    with pytest.raises(Refused, match="participation d’au moins 50"):
        polls.opened(site, closes_at=s.paris(s.TODAY + 9 * DAY, 20))
    assert polls.opened(site, closes_at=s.paris(s.TODAY + 9 * DAY, 20), participation_percent=50)
    # another council goes by what is usual
    with s.writing(site):
        assert queries.articles_on(s.council("soleil").id, s.TODAY).written_vote_days == 5


def test_the_form_of_a_vote_says_what_the_rules_ask(site: Flask) -> None:
    adopted(site, s.TODAY - 30 * DAY, rules=STRICT)
    key = drafts.discussed(site)
    page = s.signed_in(site, "Samia").visits(f"/conseils/lune/propositions/{key}/vote")
    assert "au moins 8 jours entiers" in page.text
    assert page.field("percent").value == "50"
    page.presses("Ouvrir le vote", day=str(s.TODAY + 6 * DAY))
    assert page.status == 422
    page.presses("Ouvrir le vote", day=str(s.TODAY + 9 * DAY), percent="40")
    assert "participation d’au moins 50" in page.text
    page.presses("Ouvrir le vote", percent="50")
    assert page.path == f"/conseils/lune/propositions/{key}"


@given(st.integers(1, 60), st.none() | st.integers(1, 100))
def test_articles_are_read_as_they_were_kept(days: int, percent: int | None) -> None:
    kept = Articles(days, percent)
    assert articles.of(kept.params()) == kept
    # what a later issue of the site adds, or an older version did not say
    assert articles.of({"color": "red", "notice_days": {"board": 3}}) == USUAL


def test_means_are_noted_shown_and_taken_away(site: Flask) -> None:
    pia = s.signed_in(site, "Pia").visits(MEANS)
    pia.presses("Ajouter cette ligne", kind="budget")
    assert "Un budget a un montant" in pia.text
    pia.presses("Ajouter cette ligne", kind="budget", amount="mille")
    assert pia.status == 422
    pia.presses("Ajouter cette ligne", kind="budget", amount="1 500,50", note="Affiches et goûters")
    assert pia.path == MEANS
    shown = re.sub(r"[\u202f\xa0]", " ", Browser(site).visits("/conseils/lune").text)
    assert "1 500,50 €, Affiches et goûters" in shown
    pia.presses("Retirer Budget, 2026")
    assert "Rien n’est encore noté." in pia.text
    assert "Ses règles et ses moyens" not in Browser(site).visits("/conseils/lune").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (Given(2013, MeansKind.ROOM), "Donnez une année"),
        (Given(2028, MeansKind.ROOM), "Donnez une année"),
        (Given(2026, MeansKind.BUDGET), "Un budget a un montant"),
        (Given(2026, MeansKind.BUDGET, 10**12), "dix millions"),
    ],
)
def test_means_that_cannot_be_are_refused(site: Flask, wrong: Given, words: str) -> None:
    with pytest.raises(Refused, match=words), s.writing(site):
        services.add_means(s.council(), wrong, actor=PIA)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("1500", 150000), ("1 500", 150000), ("1\u202f500,5", 150050), ("0", 0), ("12.30 €", 1230), ("", None)],
)
def test_amounts_are_read_as_people_write_them(site: Flask, typed: str, cents: int | None) -> None:
    with site.test_request_context("/", method="POST", data={"year": "2026", "kind": "room", "amount": typed}):
        form = MeansForm()
        form.prepare([])
        assert form.given().amount_cents == cents


def test_the_database_refuses_what_cannot_be(site: Flask) -> None:
    for wrong in ({"in_force_from": s.TODAY - DAY}, {"version": 0}):
        values = {
            "version": 1,
            "kind": RulesKind.CHARTER,
            "params": {},
            "adopted_on": s.TODAY,
            "in_force_from": s.TODAY,
        }
        with pytest.raises(IntegrityError), s.writing(site):
            db.session.add(CouncilRules(council_id=s.council().id, **{**values, **wrong}))  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), s.writing(site):
        db.session.add(CouncilMeans(council_id=s.council().id, year=2026, kind=MeansKind.BUDGET))


def test_only_its_own_keep_the_rules(site: Flask) -> None:
    made = Adopted(RulesKind.CHARTER, s.TODAY, s.TODAY, USUAL, 0)
    for role in ("member", "municipal_liaison", "network_coordinator", "prefect_delegate"):
        with pytest.raises(Denied), s.writing(site):
            services.adopt(s.council(), made, None, actor=Actor(role=role))
    with pytest.raises(Denied), s.writing(site):
        services.add_means(s.council(), Given(2026, MeansKind.ROOM), actor=Actor(role="member"))


def test_the_pages_cost_the_same_for_one_version_and_for_many(site: Flask, queries: Queries) -> None:
    def cost() -> int:
        site.extensions["once"].clear()
        with queries() as made:
            assert site.test_client().get("/conseils/lune/regles").status_code == 200
        return len(made)

    def grow(start: int, count: int) -> None:
        for number in range(start, start + count):
            adopted(site, s.TODAY - (200 - number) * DAY)
            with s.writing(site):
                services.add_means(s.council(), Given(2015 + number % 10, MeansKind.ROOM), actor=PIA)

    grow(0, 1)
    few = cost()
    grow(1, 12)
    assert cost() == few


def test_every_article_is_asked_prefilled_kept_and_told(site: Flask) -> None:
    pia = s.signed_in(site, "Pia").visits(RULES)
    assert (pia.field("notice_general_assembly").value, pia.field("quorum_board").value) == ("15", "1/2")
    pia.presses(
        "Noter cette version",
        adopted_on="2026-11-20",
        in_force_from="2026-11-21",
        notice_plenary="10",
        quorum_plenary="1 / 3",
        quorum_board="11",
        max_proxies_per_holder="2",
        proxy_same_college=True,
        casting_vote=True,
        plenary_open_to_public=True,
        secrecy_share="1/4",
    )
    assert (pia.status, pia.field("notice_plenary").value) == (200, "10")
    with s.writing(site):
        kept = queries.articles_on(s.council().id, s.TODAY)
    assert (kept.notice_days["plenary"], kept.notice_days["board"]) == (10, 3)
    assert (kept.quorum["plenary"], kept.quorum["board"], kept.quorum["public_meeting"]) == ("1/3", "11", "")
    assert (kept.max_proxies_per_holder, kept.proxy_same_college, kept.proxy_counts_in_quorum) == (2, True, False)
    assert (kept.casting_vote, kept.plenary_open_to_public, kept.second_call_without_quorum) == (True, True, True)
    told = Browser(site).visits("/conseils/lune/regles").text
    for words in (
        "10 jours pleins pour une plénière",
        "1/3 des membres pour une plénière",
        "11 membres pour une réunion du bureau",
        "2 pouvoirs au plus par personne, entre membres du même collège",
        "La voix de la présidence départage",
        "À la demande du quart des membres présents",
        "Les plénières sont ouvertes au public",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"quorum_plenary": "la moitié"}, "Écrivez une part comme 1/2"),
        ({"quorum_plenary": "3/2"}, "Cette part n’existe pas"),
        ({"quorum_plenary": "0/2"}, "Cette part n’existe pas"),
        ({"quorum_plenary": "1/101"}, "Cette part n’existe pas"),
        ({"quorum_board": "0"}, "de 1 à 200"),
        ({"quorum_board": "201"}, "de 1 à 200"),
        ({"secrecy_share": ""}, "Écrivez une part comme 1/3"),
        ({"secrecy_share": "4"}, "Écrivez une part comme 1/3"),
        ({"notice_plenary": "0"}, "de 1 à 60"),
        ({"max_proxies_per_holder": "11"}, "de 0 à 10"),
    ],
)
def test_articles_that_cannot_be_are_refused_and_kept(site: Flask, typed: dict[str, str], words: str) -> None:
    pia = s.signed_in(site, "Pia").visits(RULES)
    pia.presses("Noter cette version", adopted_on="2026-11-20", in_force_from="2026-11-21", **typed)
    assert (pia.status, words in pia.text) == (422, True)
    assert {name: pia.field(name).value for name in typed} == typed
    with s.writing(site):
        assert queries.last_number(s.council().id) == 0


def test_nobody_votes_for_another_where_the_rules_say_so() -> None:
    assert dict(Articles(max_proxies_per_holder=0).told())["Pouvoirs"].startswith("Personne ne peut voter")
    assert "de 3/5" in dict(Articles(secrecy_share="3/5").told())["Vote secret"]
    assert "même quorum" in dict(Articles(second_call_without_quorum=False).told())["Sans quorum"]
