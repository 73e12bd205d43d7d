"""Members propose items beforehand and are answered; what a meeting had no time for comes back at the next."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from foundation.clock import standing_at
from foundation.database import db
from meetings.convening import jobs as clockwork
from meetings.convening.models import ProposedItem
from meetings.models import AgendaItem, Meeting, MeetingState
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.convening.steps import IN_TIME, OFFICE, convened, pia, planned, with_agenda

PROPOSE = "/conseils/lune/points-proposes"


def proposes(site: Flask, name: str = "Awa", title: str = "Un banc devant l’école") -> Browser:
    page = s.signed_in(site, name).visits("/mon-espace").presses("Proposer un point pour une prochaine réunion")
    return page.presses("Proposer ce point", title=title, reason="On attend debout.")


def test_an_item_goes_to_the_agenda_in_preparation_and_its_author_is_told(site: Flask) -> None:
    awa = proposes(site)
    assert "Pas encore de réponse" in awa.text
    assert Mailbox(site).to(s.email("Pia"))[-1].subject.endswith("Un banc devant l’école")
    assert "1 point proposé par un membre attend" in pia(site, "/conseils/lune/gestion").text
    page = with_agenda(planned(site))
    assert "Proposé par Awa Essai" in page.text
    page.presses("Ajouter en décision Un banc devant l’école")
    assert "Proposé par" not in page.text
    assert "Un banc devant l’école" in page.text
    assert "Mis à l’ordre du jour" in awa.visits(PROPOSE).text
    assert Mailbox(site).to(s.email("Awa"))[-1].subject.startswith("Votre point est à l’ordre du jour")


def test_after_the_notice_it_is_among_the_other_business(site: Flask) -> None:
    page = convened(site)
    proposes(site)
    page.visits(page.path).presses("Ajouter aux questions diverses Un banc devant l’école")
    public = Browser(site).visits(f"/reunions/{page.path.rpartition('/')[2]}")
    assert "rien ne sera voté sur ce point" in public.text
    assert "Awa" not in public.text


def test_it_is_declined_with_a_reason(site: Flask) -> None:
    awa = proposes(site)
    page = pia(site).presses("Ne pas retenir… Un banc devant l’école")
    assert page.presses("Envoyer cette réponse").status == 422
    page.presses("Envoyer cette réponse", answer="La mairie pose ce banc en mai.")
    assert page.path == OFFICE
    assert "La mairie pose ce banc en mai." in awa.visits(PROPOSE).text
    assert "La mairie pose ce banc en mai." in Mailbox(site).to(s.email("Awa"))[-1].text
    late = pia(site)
    with s.reading_at(site, s.noon(s.TODAY)):
        key = db.session.scalars(select(ProposedItem.id)).one()
    late.visits(f"/conseils/lune/gestion/points-proposes/{key}/decliner")
    late.presses("Envoyer cette réponse", answer="Encore.")
    assert (late.status, "déjà une réponse" in late.text) == (409, True)


def test_somebody_may_take_theirs_back_and_not_flood(site: Flask) -> None:
    for number in range(5):
        awa = proposes(site, title=f"Point {number}")
    awa.presses("Proposer ce point", title="Point 6")
    assert (awa.status, "attendent déjà une réponse" in awa.text) == (409, True)
    awa.visits(PROPOSE).presses("Retirer Point 0").presses("Proposer ce point", title="Point 6")
    assert "Point 6" in awa.text
    assert "Point 0" not in awa.text
    for name in ("Wanda", "Rose", "Pia"):
        assert s.signed_in(site, name).visits(PROPOSE).status == 403


def test_an_item_taken_off_the_agenda_and_one_answered_long_ago(site: Flask) -> None:
    proposes(site)
    page = planned(site).presses("Ajouter en discussion Un banc devant l’école")
    page.presses(next(one for one in page.buttons() if one.startswith("Retirer")))
    for days, left in ((300, 1), (370, 0)):
        with s.writing_at(site, s.noon(s.TODAY + timedelta(days=days))):
            clockwork.forget_proposed()
            assert db.session.scalar(select(func.count(ProposedItem.id))) == left


def test_what_was_left_comes_back_once_with_its_origin(site: Flask) -> None:
    page = convened(site)
    office = page.path
    assert not [one for one in page.buttons() if one.startswith("Marquer")]
    with standing_at(s.paris(IN_TIME, 23)):
        page = pia(site, office).presses("Marquer non traité Les pieds d’arbres")
        page.presses("Marquer non traité La date de la fête").presses("Marquer traité La date de la fête")
        assert "1 point n’a pas été traité" in page.text
        page.presses("Reporter à la prochaine réunion")
        assert (page.status, "Aucune réunion n’est en préparation" in page.text) == (409, True)
        following = planned(site, IN_TIME + timedelta(days=20), title="Plénière de janvier").path
        page = pia(site, office).presses("Reporter à la prochaine réunion")
        assert page.path == following
        assert "Reporté de : Plénière de décembre, vendredi 11 décembre 2026" in page.text
        assert "n’a pas été traité" not in page.text
        assert "Reporter à la prochaine" not in " ".join(pia(site, office).buttons())
        marked = pia(site, office).presses("Marquer traité Les pieds d’arbres")
        assert (marked.status, "déjà reporté" in marked.text) == (409, True)
        page.presses(next(one for one in page.buttons() if one.startswith("Retirer")))
        assert "1 point n’a pas été traité" in page.text
        page.presses("Reprendre dans cette réunion")
        page.presses("Relire et envoyer la convocation").presses("Envoyer la convocation")
        key = following.rpartition("/")[2]
        assert "Reporté de : Plénière de décembre" in Browser(site).visits(f"/reunions/{key}").text
    with s.reading_at(site, s.noon(IN_TIME)):
        carried = db.session.scalars(select(AgendaItem).where(AgendaItem.carried_from_id.is_not(None))).one()
        assert db.session.get_one(Meeting, carried.meeting_id).state is MeetingState.CONVENED
