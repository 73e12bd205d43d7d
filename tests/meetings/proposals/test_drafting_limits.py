"""What a text may hold, what is refused with a sentence, and that nothing typed is lost (R-TXT-02, R-TXT-03)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation import clock
from foundation.workflow import Refused
from meetings.proposals import attachments, queries, services, texts
from meetings.proposals.models import ProposalState
from tests.files import pdf, sent
from tests.meetings import situations as s
from tests.meetings.proposals import drafts
from tests.security.attacks import MARKDOWN, MARKUP
from tests.security.test_html_attacks import Reader

MARK = "é" * 4999


def test_a_draft_may_be_too_long_but_not_what_is_discussed(site: Flask) -> None:
    """R-TXT-03: the exact excess is said, the text stays."""
    key = drafts.draft(site)
    awa = s.signed_in(site, "Awa").visits(drafts.address(key, "/ecrire"))
    awa.presses("Enregistrer", Texte=f"**{MARK}é**")
    assert "5 000 caractères sur 5 000." in awa.text
    awa.presses("Enregistrer", Texte=f"**{MARK}é🙂é**")
    assert "5 002 caractères sur 5 000. C’est 2 caractères de trop." in awa.text
    assert awa.field("Texte").value == f"**{MARK}é🙂é**"
    awa.presses("Ouvrir la discussion…")
    assert "Il y a 2 caractères de trop : 5 000 au plus." in awa.text
    assert "Ouvrir la discussion" not in awa.buttons()
    with s.writing_at(site, s.noon(s.TODAY)), pytest.raises(Refused, match="2 caractères de trop"):
        services.open_discussion(drafts.row(key), actor=s.acting("Awa"))


def test_a_revision_too_long_stays_in_the_form(site: Flask) -> None:
    key = drafts.discussed(site)
    awa = s.signed_in(site, "Awa").visits(drafts.address(key, "/ecrire"))
    awa.presses("Enregistrer ce nouveau texte", Texte=MARK + "éé", **{"Ce qui change": "tout"})
    assert awa.status == 422
    assert "Il y a 1 caractère de trop" in awa.text
    assert awa.field("Texte").value == MARK + "éé"
    with s.writing_at(site, s.noon(s.TODAY)), pytest.raises(Refused, match="1 caractère de trop"):
        services.revise(drafts.row(key), drafts.words(text=MARK + "éé"), 2, "tout", actor=s.acting("Awa"))


def test_an_empty_text_is_not_discussed(site: Flask) -> None:
    key = drafts.draft(site, text="\u200b \u00ad")
    awa = s.signed_in(site, "Awa").visits(drafts.address(key, "/etapes/discuss"))
    assert "Écrivez d’abord le texte" in awa.text


def test_hostile_text_is_shown_tamed(site: Flask) -> None:
    """What hostile people type, through the preview, the draft and the comparison."""
    text = "\n\n".join([*MARKUP, *MARKDOWN])[:20_000]
    key = drafts.draft(site, text=text)
    with s.reading_at(site, s.noon(s.TODAY)):
        assert Reader(drafts.row(key).html).faults == []
    # the pages of the tests refuse straight apostrophes, which are no danger
    key = drafts.draft(site, text=text.replace("'", "`"))
    awa = s.signed_in(site, "Awa").visits(drafts.address(key, "/ecrire")).presses("Aperçu")
    assert awa.status == 200
    shown = next(e for e in awa.all("section") if e.get("id") == "apercu")
    assert shown.all("script", "img", "iframe", "form", "svg") == []
    awa.presses("Aperçu", Titre="</h3><script>alert(1)</script>")
    assert "</h3><script>alert(1)</script>" in awa.text


def test_a_lapsed_council_proposes_nothing(site: Flask) -> None:
    """Domain §2.5, R-ACC-08: once the term is over, until it is renewed."""
    key = drafts.draft(site)
    after = s.TODAY + timedelta(days=900)
    sentence = "Ce conseil ne peut rien proposer : son état est « Mandat échu »"
    with s.writing_at(site, s.noon(after)):
        for act in (
            lambda: services.start(
                s.council(), actor=s.acting("Pia", "council_facilitator"), kind=drafts.words().kind, title="Tard"
            ),
            lambda: services.open_discussion(drafts.row(key), actor=s.acting("Awa")),
        ):
            with pytest.raises(Refused) as refusal:
                act()
            assert sentence in " ".join(str(refusal.value).split())
    with clock.standing_at(s.noon(after)):
        pia = s.signed_in(site, "Pia").visits("/conseils/lune/propositions/nouvelle")
        assert sentence in pia.text
        assert "gardent leur droit à une réponse" in pia.text
        assert pia.buttons() == []
        awa = s.signed_in(site, "Awa")
        assert awa.visits("/conseils/lune/propositions/nouvelle").status == 403


def test_a_council_on_its_way_to_the_label_proposes(site: Flask) -> None:
    """Ruling 10."""
    yann = s.signed_in(site, "Yann").visits("/conseils/brume/propositions/nouvelle")
    yann.presses("Enregistrer le brouillon", Titre="Un jardin", Thème="Environnement", Texte="Un jardin.")
    assert yann.path.endswith("/ecrire")


def test_at_vote_nothing_changes(site: Flask) -> None:
    """R-PRP-06."""
    key = drafts.at_vote(site)
    frozen = "Ce texte est au vote, ou déjà voté"
    with s.writing_at(site, s.noon(s.TODAY)):
        row, samia = drafts.row(key), s.acting("Samia", "board_member")
        received = attachments.documents.receive(sent(pdf()))
        for act in (
            lambda: services.revise(row, drafts.words(text="Autre"), row.version, "autre", actor=samia),
            lambda: attachments.attach(row, received, actor=samia),
        ):
            with pytest.raises(Refused, match=frozen):
                act()
        with pytest.raises(Refused, match="Le vote est déjà ouvert"):
            services.open_vote(row, s.paris(drafts.in_days(9), 20), actor=samia)
        with pytest.raises(Refused, match="Le vote est ouvert"):
            services.withdraw(row, "non", actor=samia)
    samia = s.signed_in(site, "Samia")
    for page in ("/ecrire", "/documents"):
        assert samia.visits(drafts.address(key, page)).status == 409
        assert frozen in samia.text
    samia.visits(drafts.address(key, "/etapes/withdraw"))
    assert "Le vote est ouvert : attendez qu’il soit clos." in samia.text
    assert samia.buttons() == []


def test_documents_are_joined_one_at_a_time_and_taken_away(site: Flask) -> None:
    key = drafts.draft(site)
    awa = s.signed_in(site, "Awa").visits(drafts.address(key, "/ecrire")).presses("Joindre un document (0)")
    assert awa.presses("Joindre ce fichier").status == 422
    assert "Choisissez un fichier." in awa.text
    awa.presses("Joindre ce fichier", Fichier=(sent(b"MZ nothing").stream, "plan.exe"))
    assert awa.status == 422
    assert "Ce fichier n’est ni un PDF" in awa.text
    awa.presses("Joindre ce fichier", Fichier=(sent(pdf()).stream, "Le plan du quartier.pdf"))
    assert awa.path.startswith(drafts.address(key, "/documents?joint="))
    assert "Le document est joint" in awa.text
    awa.presses("Le plan du quartier.pdf")
    assert awa.response.headers["Content-Disposition"] == "attachment; filename=le-plan-du-quartier.pdf"
    chloe = s.signed_in(site, "Chloé")
    assert chloe.visits(awa.path).status == 403
    awa.visits(drafts.address(key, "/documents")).presses("Retirer Le plan du quartier.pdf")
    assert "Aucun document pour l’instant." in awa.text


def test_there_are_ten_documents_at_most(site: Flask) -> None:
    key = drafts.draft(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        for _ in range(attachments.MOST):
            attachments.attach(drafts.row(key), attachments.documents.receive(sent(pdf())), actor=s.acting("Awa"))
        with pytest.raises(Refused, match="Il y a déjà 10 documents"):
            attachments.attach(drafts.row(key), attachments.documents.receive(sent(pdf())), actor=s.acting("Awa"))


SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


@pytest.mark.parametrize(("day", "said"), [(SPRING, "n’existe pas"), (AUTUMN, "vient deux fois")])
def test_hours_that_clocks_skip_or_say_twice(site: Flask, day: date, said: str) -> None:
    """R-TIM-02."""
    key = drafts.discussed(site)
    with clock.standing_at(s.noon(day - timedelta(days=10))):
        samia = s.signed_in(site, "Samia").visits(drafts.address(key, "/vote"))
        samia.presses("Ouvrir le vote", **{"Dernier jour du vote": day.isoformat(), "Heure de clôture": "02:30"})
        assert samia.status == 422
        assert said in samia.text
        if day == AUTUMN:
            samia.presses("Ouvrir le vote", **{"La seconde, à l’heure d’hiver": True})
            assert samia.path == drafts.address(key)
            with s.reading_at(site, s.noon(day)):
                motion = drafts.row(key).motion
                assert motion is not None
                assert motion.closes_at.hour == 1


def test_a_slip_of_the_year_is_told(site: Flask) -> None:
    key = drafts.discussed(site)
    samia = s.signed_in(site, "Samia").visits(drafts.address(key, "/vote"))
    for day in ("0001-01-01", "9999-12-31", "2026-12-01"):
        samia.presses("Ouvrir le vote", **{"Dernier jour du vote": day})
        assert samia.status == 422
        assert "Choisissez un jour à venir, dans l’année." in samia.text


def test_a_vote_without_enough_answers_returns_to_discussion(site: Flask) -> None:
    key = drafts.voted(site, percent=50)
    assert drafts.state(site, key) is ProposalState.DELIBERATING
    with s.writing_at(site, s.noon(drafts.in_days(8))):
        row = drafts.row(key)
        assert row.motion_id is None
        # the same text may be voted again: it is a version of its own, as each vote has its own
        services.open_vote(row, s.paris(drafts.in_days(15), 20), actor=s.acting("Samia", "board_member"))
        second, first = queries.versions(key)
        assert (second.number, second.sha256, second.reason) == (2, first.sha256, texts.SAME)
        assert first.motion_id != second.motion_id
        assert second.motion is not None
        assert second.motion.text_sha256 == second.sha256


def test_what_resembles_the_title_is_shown(site: Flask) -> None:
    drafts.voted(site)
    victor = s.signed_in(site, "Victor").visits("/conseils/soleil/propositions/nouvelle")
    victor.presses("Aperçu", Titre="Des bancs devant les écoles")
    assert "Des propositions qui ressemblent à la vôtre" in victor.text
    victor.presses(drafts.TITLE)
    assert victor.headings(1) == [drafts.TITLE]
    victor.visits("/conseils/soleil/propositions/nouvelle").presses("Aperçu", Titre="La piscine le dimanche")
    assert "ressemblent" not in victor.text


@settings(max_examples=200, deadline=None)
@given(st.text("ab \n.é", max_size=60), st.text("ab \n.é", max_size=60))
def test_a_comparison_loses_no_word(before: str, after: str) -> None:
    passages = texts.compare(before, after)
    assert "".join(one.words for one in passages if one.what != "added") == before
    assert "".join(one.words for one in passages if one.what != "removed") == after


def test_a_long_comparison_is_quick() -> None:
    passages = texts.compare("a " * 12_000, "b " * 12_000)
    assert [one.what for one in passages] == ["removed", "added"]
