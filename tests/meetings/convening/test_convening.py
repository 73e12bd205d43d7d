"""A council convenes its meeting through the pages: agenda, clear days, notice, who has it (R-MTG-01 to R-MTG-05)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from councils.charter import services as charter
from councils.charter.articles import USUAL, Articles
from councils.charter.given import Adopted
from councils.charter.models import RulesKind
from foundation.clock import standing_at
from foundation.database import db
from foundation.policy import Actor
from meetings.convening import wording
from meetings.models import DeliveryChannel, Meeting, MeetingState, Notice, NoticeDelivery
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.convening.steps import IN_TIME, OFFICE, TYPED, convened, pia, planned, the_meeting, with_agenda


def test_a_meeting_in_preparation_is_nobodys_business(site: Flask) -> None:
    with_agenda(planned(site))
    with s.reading_at(site, s.noon(s.TODAY)):
        key = the_meeting().id
    visitor = Browser(site).visits("/reunions")
    assert "Aucune réunion annoncée" in visitor.text
    assert visitor.visits(f"/reunions/{key}").status == 404
    assert visitor.visits(f"/reunions/{key}/reunion.ics").status == 404
    assert "Ses réunions" not in visitor.visits("/conseils/lune").headings(2)


def test_a_convened_meeting_is_public_with_its_agenda_and_how_to_come(site: Flask) -> None:
    page = convened(site)
    assert "À venir" in page.text
    visitor = Browser(site).visits("/conseils/lune")
    assert "Plénière de décembre" in visitor.text
    visitor.presses("Plénière de décembre")
    for words in (
        "de 18 h 30 à 20 h 30",
        "De plain-pied, boucle magnétique.",
        "La date de la fête",
        "1 place du Marché",
    ):
        assert words in visitor.text
    assert "Venez-vous" not in visitor.text
    assert "Plénière de décembre" in visitor.visits("/reunions").text
    assert "Plénière de décembre" in visitor.visits("/").text


def test_r_mtg_04_each_member_gets_the_notice_by_letter_or_on_paper(site: Flask) -> None:
    page = convened(site)
    assert "2 convocations sont à remettre" in page.text
    to_awa = Mailbox(site).to(s.email("Awa"))[-1]
    assert to_awa.subject == "Convocation : Plénière de décembre".replace(" :", "\u00a0:")
    assert "La date de la fête (décision, 20 minutes)" in to_awa.text
    assert not [one for one in Mailbox(site).to(s.email("Karim")) if "Convocation" in one.subject]
    letters = page.presses("Imprimer les lettres")
    assert [title for title in letters.headings(2) if "Convocation de" in title] == [
        "Convocation de Ben Essai",
        "Convocation de Hugo Essai",
    ]
    with s.reading_at(site, s.noon(s.TODAY)):
        assert len(wording.sms(the_meeting())) <= wording.LONGEST_SMS
        channels = db.session.execute(
            select(NoticeDelivery.channel, func.count()).group_by(NoticeDelivery.channel)
        ).all()
    assert dict(channels)[DeliveryChannel.LETTER] == 2
    page = pia(site, page.path.removesuffix("/lettres"))
    button = next(one for one in page.buttons() if one.startswith("De la main à la main") and "Ben" in one)
    page.presses(button)
    assert "De la main à la main, le 3 décembre 2026" in page.text
    assert "1 convocation est à remettre" in page.text


def test_r_mtg_01_a_short_notice_warns_and_gives_the_first_day(site: Flask) -> None:
    page = planned(site, s.TODAY + timedelta(days=3))
    assert "à partir du vendredi 11 décembre 2026" in page.text
    page = with_agenda(page).presses("Relire et envoyer la convocation")
    page.presses("Envoyer la convocation")
    assert page.status == 409
    assert "vendredi 11 décembre 2026" in page.text
    page.presses("Envoyer la convocation", urgent_reason="La salle ferme le 8.")
    assert "La salle ferme le 8." in page.text
    assert "en urgence : La salle ferme le 8." in Mailbox(site).to(s.email("Awa"))[-1].text.replace("\u00a0", " ")


def test_r_mtg_01_a_short_notice_may_discuss(site: Flask) -> None:
    page = planned(site, s.TODAY + timedelta(days=3))
    page.presses("Ajouter ce point", title="Parler du parc", kind="discussion")
    page.presses("Relire et envoyer la convocation").presses("Envoyer la convocation")
    assert "À venir" in page.text


def test_r_mtg_03_the_agenda_is_frozen_and_later_items_carry_no_vote(site: Flask) -> None:
    page = convened(site)
    assert not [one for one in page.buttons() if one.startswith(("Monter", "Retirer"))]
    page.presses("Ajouter ce point", title="Une question de dernière minute")
    assert "Questions diverses" in page.text
    public = page.presses("Voir la page publique")
    assert "rien ne sera voté sur ce point" in public.text


def test_the_agenda_is_put_in_order_by_buttons(site: Flask) -> None:
    page = with_agenda(planned(site))

    def titles() -> list[str]:
        found = page.text
        return sorted(("Nouvelles du quartier", "Les pieds d’arbres", "La date de la fête"), key=found.index)

    page.presses(next(one for one in page.buttons() if one.startswith("Monter") and "fête" in one))
    assert titles() == ["Nouvelles du quartier", "La date de la fête", "Les pieds d’arbres"]
    page.presses(next(one for one in page.buttons() if one.startswith("Descendre") and "Nouvelles" in one))
    assert titles()[0] == "La date de la fête"
    page.presses(next(one for one in page.buttons() if one.startswith("Retirer") and "arbres" in one))
    assert "Les pieds d’arbres" not in page.text


def test_r_mtg_05_another_date_convenes_again_and_everybody_answers_again(site: Flask) -> None:
    page = convened(site)
    key = page.path.rpartition("/")[2]
    awa = s.signed_in(site, "Awa").visits(f"/reunions/{key}").presses("Je viens")
    assert "Vous avez répondu que vous venez" in awa.text
    page.presses("Changer la date ou le lieu").presses(
        "Envoyer la nouvelle convocation", day=str(IN_TIME + timedelta(days=5))
    )
    assert "vendredi 18 décembre 2026" not in awa.text
    assert "mercredi 16 décembre 2026" in page.text
    last = Mailbox(site).to(s.email("Awa"))[-1]
    assert last.subject.startswith("Nouvelle date")
    assert "Vous avez répondu" not in awa.visits(f"/reunions/{key}").text
    with s.reading_at(site, s.noon(s.TODAY)):
        assert [row.round for row in db.session.scalars(select(Notice).order_by(Notice.round))] == [1, 2]
    entry = awa.visits(f"/reunions/{key}/reunion.ics").text
    assert (f"UID:{key}@porte-voix" in entry, "SEQUENCE:2" in entry) == (True, True)


def test_r_mtg_05_a_meeting_is_called_off_with_a_reason_kept_public(site: Flask) -> None:
    page = convened(site)
    form = page.presses("Annuler la réunion")
    assert form.presses("Annuler la réunion").status == 422
    form.presses("Annuler la réunion", reason="La salle est inondée.")
    key = form.path.rpartition("/")[2]
    visitor = Browser(site).visits(f"/reunions/{key}")
    assert "La salle est inondée." in visitor.text
    assert "STATUS:CANCELLED" in visitor.visits(f"/reunions/{key}/reunion.ics").text
    assert Mailbox(site).to(s.email("Awa"))[-1].subject.startswith("Réunion annulée")
    assert "BEGIN:VTIMEZONE" in visitor.visits("/conseils/lune/agenda.ics").text


def test_what_cannot_be_is_refused_and_kept(site: Flask) -> None:
    page = pia(site).presses("Préparer une réunion")
    for changes, words in (
        ({"day": "2027-02-30"}, "Écrivez une date"),
        ({"day": "2027-03-28", "hour": "02:30"}, "n’existe pas"),
        ({"day": str(s.TODAY - timedelta(days=1))}, "déjà passé"),
        ({"day": "2029-01-01"}, "vérifiez l’année"),
        ({"title": ""}, "Donnez un titre"),
        ({"duration_min": "5"}, "15 minutes"),
        ({"remote_url": "javascript:alert(1)"}, "commence par https"),
        ({"day": "2027-10-31", "hour": "02:30"}, "deux fois"),
    ):
        page.presses("Continuer vers l’ordre du jour", **{**TYPED, "day": str(IN_TIME), **changes})
        assert page.status == 422, changes
        assert words in page.text, changes
        if "title" not in changes:
            assert page.field("title").value == TYPED["title"]
    page.presses(
        "Continuer vers l’ordre du jour", **{**TYPED, "day": "2027-10-31", "hour": "02:30", "which": "seconde"}
    )
    assert "Ordre du jour" in page.headings(2)


def test_an_empty_agenda_convenes_nobody(site: Flask) -> None:
    page = planned(site).presses("Relire et envoyer la convocation").presses("Envoyer la convocation")
    assert (page.status, "ajoutez au moins un point" in page.text) == (409, True)
    page.visits(page.path.removesuffix("/convoquer")).presses("Supprimer cette réunion")
    assert page.path == OFFICE
    with s.reading_at(site, s.noon(s.TODAY)):
        assert db.session.scalar(select(func.count(Meeting.id))) == 0


@pytest.mark.parametrize("name", ["Awa", "Rose", "Wanda", "Max"])
def test_others_prepare_nothing(site: Flask, name: str) -> None:
    assert s.signed_in(site, name).visits(OFFICE).status == 403


def test_a_meeting_of_the_board_shows_its_date_only(site: Flask) -> None:
    page = convened(site, kind="board", title="Bureau de décembre")
    key = page.path.rpartition("/")[2]
    assert "La date de la fête" not in Browser(site).visits(f"/reunions/{key}").text
    assert "La date de la fête" in s.signed_in(site, "Awa").visits(f"/reunions/{key}").text


def test_the_next_meeting_takes_place_and_hour_of_the_last(site: Flask) -> None:
    convened(site)
    page = pia(site).presses("Préparer une réunion")
    assert (page.field("place").value, page.field("hour").value) == ("Maison de quartier", "18:30")
    assert page.field("title").value == ""


def test_two_who_convene_at_once_send_one_notice(site: Flask) -> None:
    page = with_agenda(planned(site))
    nora = s.signed_in(site, "Nora").visits(page.path).presses("Relire et envoyer la convocation")
    page.presses("Relire et envoyer la convocation").presses("Envoyer la convocation")
    nora.presses("Envoyer la convocation")
    assert nora.status == 409
    with s.reading_at(site, s.noon(s.TODAY)):
        assert (the_meeting().state, the_meeting().round) == (MeetingState.CONVENED, 1)


def test_a_day_later_it_is_gone_by(site: Flask) -> None:
    convened(site)
    with standing_at(s.noon(date(2026, 12, 12))):
        visitor = Browser(site).visits("/reunions")
        assert "Plénière de décembre" not in visitor.text
        assert "Plénière de décembre" in visitor.presses("Voir les réunions passées").text


def test_what_has_begun_is_neither_convened_nor_moved_nor_called_off(site: Flask) -> None:
    draft = with_agenda(planned(site)).path
    with standing_at(s.paris(IN_TIME, 19)):
        page = pia(site, f"{draft}/convoquer").presses("Envoyer la convocation", urgent_reason="Trop tard.")
        assert (page.status, "a déjà commencé" in page.text) == (409, True)
    office = pia(site, f"{draft}/convoquer").presses("Envoyer la convocation").path
    with standing_at(s.paris(IN_TIME, 19)):
        page = pia(site, f"{office}/annuler").presses("Annuler la réunion", reason="Trop tard.")
        assert (page.status, "a déjà commencé" in page.text) == (409, True)


def test_r_mtg_01_the_rules_of_the_council_give_its_clear_days(site: Flask) -> None:
    with s.writing_at(site, s.noon(s.TODAY)):
        longer = Articles(notice_days={**USUAL.notice_days, "plenary": 12}, plenary_open_to_public=True)
        made = Adopted(RulesKind.INTERNAL, s.TODAY, s.TODAY, longer, 0)
        charter.adopt(s.council(), made, None, actor=Actor(role="council_facilitator"))
    page = planned(site)
    assert "Il faut 12 jours pleins" in page.text
    assert "à partir du mercredi 16 décembre 2026" in page.text
    page = with_agenda(page).presses("Relire et envoyer la convocation").presses("Envoyer la convocation")
    assert (page.status, "Choisissez le mercredi 16 décembre 2026" in page.text) == (409, True)
    page.presses("Envoyer la convocation", urgent_reason="La salle ferme.")
    public = Browser(site).visits(f"/reunions/{page.path.rpartition('/')[2]}")
    assert "le règlement du conseil le prévoit" in public.text
