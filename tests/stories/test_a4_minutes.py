"""A4: Karim writes the account of a plenary; the council approves it; everybody reads it without names."""

from __future__ import annotations

import io
import uuid
from datetime import datetime, time, timedelta

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from citizens.accounts import queries as accounts
from citizens.accounts.demonstration import PASSWORD
from councils.electorate import voters
from councils.models import Council
from foundation import clock
from foundation.clock import PARIS
from foundation.database import db, reading, transaction
from meetings.minutes import papers
from meetings.minutes.approving import settled
from meetings.minutes.models import MinutesRevision
from meetings.models import AgendaItem, ItemKind, Meeting, MeetingKind, MeetingState
from meetings.presence.models import Attendance, AttendanceSource, AttendanceStatus, Decision, ItemNote
from meetings.votes.models import Motion, MotionResult, VoteMethod
from tests.browser import Browser
from tests.citizens.people import cheap
from tests.mailbox import Mailbox

COUNCIL = "haubourdin"
OFFICE = f"/conseils/{COUNCIL}/gestion"


@pytest.fixture
def site(demo_app: Flask) -> Flask:
    return cheap(demo_app)


def someone(app: Flask, name: str) -> Browser:
    browser = Browser(app).visits("/connexion")
    return browser.presses("Me connecter", email=f"{name}@example.org", password=PASSWORD)


def a_plenary_held_yesterday(app: Flask) -> tuple[uuid.UUID, str]:
    """As its meeting would leave it: who was there, a note that names a member, a vote, a decision; gives her name."""
    with app.app_context(), transaction():
        council = db.session.scalars(select(Council).where(Council.slug == COUNCIL)).one()
        day = clock.today() - timedelta(days=1)
        start = datetime.combine(day, time(18), PARIS)
        meeting = Meeting(
            id=uuid.uuid4(), council_id=council.id, kind=MeetingKind.PLENARY, title="Plénière d’hier", day=day,
            hour=time(18), starts_at=start, duration_min=120, place="Maison", address="1 place du Marché",
            state=MeetingState.CLOSED, convened_at=start - timedelta(days=9), opened_at=start,
            closed_at=start + timedelta(hours=2), round=1, is_demo=True,
        )  # fmt: skip
        item = AgendaItem(id=uuid.uuid4(), meeting_id=meeting.id, position=1, title="La fête", kind=ItemKind.DECISION)
        seats = voters(council.id, day)
        member = accounts.by_email("membre@example.org")
        assert member
        own = next(seat for seat in seats if seat.person_id == member.person_id)
        name = f"{own.person.given_name} {own.person.family_name}"
        db.session.add_all([meeting, item])
        db.session.flush()
        for seat in seats:
            status = AttendanceStatus.PRESENT if seat in {own, *seats[:3]} else AttendanceStatus.EXCUSED
            db.session.add(
                Attendance(
                    meeting_id=meeting.id, membership_id=seat.id, status=status, source=AttendanceSource.SECRETARY
                )
            )
        note = f"{name} habite 12 rue des Écoles et propose le mois de juin."
        db.session.add(ItemNote(agenda_item_id=item.id, text=note, changed_at=start))
        task = Decision(council_id=council.id, meeting_id=meeting.id, agenda_item_id=item.id, text="Réserver le parc")
        task.owner_id, task.due_on = own.id, clock.today() + timedelta(days=20)
        db.session.add(task)
        put(item, council.id, start, "Fêter le quartier en juin\u202f?")
        return meeting.id, name


def put(item: AgendaItem, council_id: uuid.UUID, at: datetime, question: str) -> Motion:
    """A motion put in a meeting and adopted by a show of hands."""
    motion = Motion(
        id=uuid.uuid4(), council_id=council_id, agenda_item_id=item.id, question=question, text=question,
        html=f"<p>{question}</p>", text_sha256="0" * 64, url="/reunions", method=VoteMethod.SHOW_OF_HANDS,
        opens_at=at, closes_at=at + timedelta(hours=1), closed_at=at + timedelta(minutes=5),
        result=MotionResult.ADOPTED, votes_for=7, votes_against=1, votes_abstain=0, votes_apart=0, base=8, required=0,
        quorum_base=20, quorum_required=0, quorum_counted=8,
    )  # fmt: skip
    db.session.add(motion)
    db.session.flush()
    return motion


def adopt_at_the_next_meeting(app: Flask) -> None:
    """What closing the motion of the next plenary on the approval does."""
    with app.app_context(), transaction():
        wanted = select(AgendaItem).where(AgendaItem.title.startswith("Approbation du compte rendu"))
        item = db.session.scalars(wanted.join(MinutesRevision, MinutesRevision.item_id == AgendaItem.id)).one()
        meeting = db.session.get_one(Meeting, item.meeting_id)
        settled(put(item, meeting.council_id, clock.now(), item.title))


def test_minutes_from_the_template_to_what_everybody_reads(site: Flask) -> None:
    key, name = a_plenary_held_yesterday(site)

    # 1: the account begins with the agenda, the votes and the decisions
    karim = someone(site, "animateur").visits(OFFICE).presses("Les comptes rendus")
    begin = next(words for words in karim.buttons() if "Plénière d’hier" in words)
    karim.presses(begin)
    for said in ("1. La fête", "Pour : 7", "Réserver le parc", name):
        assert said in karim.field("text").value.replace("\u00a0", " ").replace("\u202f", " "), said
    karim.presses("Enregistrer", text=karim.field("text").value + "\n\nLa séance a duré deux heures.")

    # 2: those who were there have seven days; a remark comes and is accepted
    karim.presses("Envoyer à celles et ceux qui étaient là")
    until = clock.today() + timedelta(days=7)
    assert str(until.day) in karim.text
    assert any(letter.subject.startswith("À relire") for letter in Mailbox(site).to("membre@example.org"))
    page = karim.path
    member = someone(site, "membre").visits(page)
    member.presses("Envoyer ma remarque", text="C’est la seconde semaine de juin.")
    karim.visits(page).presses("Modifier le texte")
    karim.presses("Enregistrer", text=karim.field("text").value.replace("le mois de juin", "la mi-juin"))
    karim.presses(next(words for words, _ in karim.links if words.startswith("Répondre à la remarque")))
    karim.presses("Envoyer la réponse", **{"Reprise : le texte le dit maintenant": True})
    assert "Votre remarque est reprise" in Mailbox(site).to("membre@example.org")[-1].text

    # 3: the next plenary adopts it
    day = str(clock.today() + timedelta(days=12))
    karim.visits(f"{OFFICE}/reunions/nouvelle")
    karim.presses("Continuer vers l’ordre du jour", title="Plénière suivante", day=day)
    karim.visits(page).presses(next(w for w in karim.buttons() if w.startswith("Mettre l’approbation")))
    assert "est sur l’ordre du jour" in karim.text
    adopt_at_the_next_meeting(site)
    assert "Approuvé : il ne change plus." in karim.visits(page).text

    # 4: the site shows each passage; Karim decides; a second person checks
    karim.presses("Préparer la version publique")
    assert f"« {name} »" in karim.headings(3)
    assert "« 12 rue des Écoles »" in karim.headings(3)
    while waiting := [words for words in karim.buttons() if words.startswith("Remplacer")]:
        karim.presses(waiting[0])
    assert "quelqu’un d’autre doit le relire" in karim.text
    public = karim.path
    someone(site, "secretaire").visits(public).presses("J’ai relu : ce texte ne dit rien de personne")

    # 5: everybody reads it, without names, with decisions and totals; the file is tagged
    karim.visits(public).presses("Publier")
    visitor = Browser(site).visits(f"/reunions/{key}").presses("Lire le compte rendu")
    assert name not in visitor.text
    assert "rue des Écoles" not in visitor.text
    for said in ("Réserver le parc", "Pour : 7", "la mi-juin"):
        assert said in visitor.text, said
    the_file_is_accessible(site, visitor)

    # 6: the municipal liaison reads it, and can neither change it nor take it away
    didier = someone(site, "referente").visits(f"/reunions/{key}").presses("Lire le compte rendu")
    assert didier.buttons() == visitor.buttons()
    for address in (page, f"{page}/ecrire", public, f"/reunions/{key}/compte-rendu/masquer"):
        assert someone(site, "referente").visits(address).status == 403, address


def the_file_is_accessible(site: Flask, visitor: Browser) -> None:
    pytest.importorskip("weasyprint")
    with site.app_context(), transaction():
        while papers.make_due():
            pass
    visitor.visits(visitor.path).presses("Le lire en PDF")
    with pikepdf.open(io.BytesIO(visitor.response.data)) as file:
        assert (str(file.Root.Lang), bool(file.Root.MarkInfo.Marked)) == ("fr", True)
    with site.app_context(), reading():
        assert db.session.scalars(select(MinutesRevision).where(MinutesRevision.document_id.is_not(None))).all()
