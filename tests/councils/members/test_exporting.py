"""The register as a file and the annex to print: who is in them, for whom, and what no spreadsheet may run."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from citizens.models import Contact
from citizens.roles import services as roles
from citizens.roles.models import Role
from councils.models import Council
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.datasets import office_csv
from foundation.policy import SYSTEM
from foundation.spreadsheets import as_xlsx
from tests.browser import Browser
from tests.meetings import situations as s

OFFICE = "/conseils/lune/gestion"
REGISTER = f"{OFFICE}/membres"


def csv_of(page: Browser) -> list[dict[str, str]]:
    body = page.response.get_data()
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def exported(app: Flask, name: str, path: str = REGISTER, words: str = "Exporter en CSV") -> Browser:
    return s.signed_in(app, name).visits(path).presses(words)


def reach_ben(app: Flask, email: str = "ben@example.org", phone: str = "+33 6 39 98 00 12") -> None:
    with s.writing(app):
        db.session.add(Contact(person_id=s.person("Ben").id, email=email, phone=phone))


def test_the_register_of_today_as_csv(site: Flask) -> None:
    reach_ben(site)
    page = exported(site, "Pia")
    assert page.response.headers["Content-Disposition"] == f'attachment; filename="membres-lune-{s.TODAY}.csv"'
    assert page.response.headers["Cache-Control"] == "no-store"
    rows = {row["Prénom"]: row for row in csv_of(page)}
    assert "Karim" not in rows
    # who sits from tomorrow on is awaited
    assert rows["Léa"]["Siège du"] == str(s.TODAY + timedelta(days=1))
    assert rows["Ben"]["Téléphone"] == "'+33 6 39 98 00 12"
    assert rows["Ben"]["Collège"] == "Habitants"
    assert rows["Jules"]["Rang"] == "Suppléant·e"
    assert rows["Inès"]["Suspension du"] == str(s.TODAY - timedelta(days=3))
    with s.reading_at(site, s.noon(s.TODAY)):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "register.export")).one()
        assert (entry.object_type, entry.object_id) == ("Council", s.council().id)
        assert entry.actor_id == s.person("Pia").id


def test_the_register_of_another_day(site: Flask) -> None:
    rows = csv_of(exported(site, "Pia", f"{REGISTER}?le={s.TODAY - timedelta(days=1)}"))
    names = {row["Prénom"] for row in rows}
    assert "Karim" in names
    assert "Léa" not in names


def test_reach_is_for_those_who_may_know_it(site: Flask) -> None:
    """§2.7: the network exports the list, not how to reach people."""
    reach_ben(site)
    with s.writing(site):
        roles.grant(s.person("Rose"), Role.NETWORK_COORDINATOR, actor=SYSTEM)
    with_reach, without = csv_of(exported(site, "Samia")), csv_of(exported(site, "Rose"))
    assert "Courriel" in with_reach[0]
    assert not {"Courriel", "Téléphone", "Adresse postale"} & set(without[0])
    assert "ben@example.org" not in str(without)
    # nobody's gender is in a file
    assert not [title for title in with_reach[0] if "emme" in title or "enre" in title]


def test_members_and_others_export_nothing(site: Flask) -> None:
    page = s.signed_in(site, "Awa").visits(REGISTER)
    assert not [one for one in page.buttons() if "Exporter" in one]
    for path in (f"{REGISTER}.csv", f"{REGISTER}.xlsx"):
        answer = page._client.post(path, headers={"Origin": page.origin, "Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403
    assert page.visits(f"{OFFICE}/annexe").status == 403
    # a press that comes from no page of ours
    pia = s.signed_in(site, "Pia")
    answer = pia._client.post(f"{REGISTER}.csv", headers={"Origin": pia.origin, "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400


def test_the_workbook_holds_words_dates_and_no_formula(site: Flask) -> None:
    page = exported(site, "Pia", words="Exporter en XLSX")
    (sheet,) = load_workbook(io.BytesIO(page.response.get_data())).worksheets
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    ines = dict(zip(head, next(row for row in rows if row[0] == "Inès"), strict=True))
    assert ines["Suspension du"].date() == s.TODAY - timedelta(days=3)
    assert ines["Mandat"] == 1


def test_no_cell_is_taken_for_a_formula() -> None:
    """R-TXT-04, ruling 28."""
    wicked = ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "l’été & <fin>"]
    assert office_csv(["mot"], [[one] for one in wicked]).splitlines()[1:4] == ["'=1+1", "'+33", "'-2"]
    (sheet,) = load_workbook(io.BytesIO(as_xlsx("Un: titre / trop [long] " * 5, ["mot"], [[one] for one in wicked])))
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert cells[0].value == "=1+1"
    assert cells[5].value == "l’été & <fin>"


def test_the_annex_lists_by_college_and_rank_without_reach(site: Flask) -> None:
    reach_ben(site)
    page = s.signed_in(site, "Pia").visits(REGISTER).presses("L’annexe pour la préfecture, à imprimer")
    assert "Composition au 3 décembre 2026" in page.text
    titles = [table.caption for table in page.tables]
    assert any(title.startswith("Titulaires") for title in titles)
    assert "Suppléants et suppléantes : 1" in titles
    assert "Ben Essai" in page.text
    assert "ben@example.org" not in page.text
    assert "Karim" not in page.text
    assert "Karim" in page.visits(f"{OFFICE}/annexe?le={s.TODAY - timedelta(days=1)}").text


@pytest.mark.parametrize("day", ["2026-02-30", "hier", "99999-01-01"])
def test_a_day_that_does_not_exist(site: Flask, day: str) -> None:
    assert s.signed_in(site, "Pia").visits(f"{OFFICE}/annexe?le={day}").status == 404


def test_one_line_for_one_seat(site: Flask) -> None:
    with s.reading_at(site, s.noon(s.TODAY)):
        assert db.session.scalars(select(Council).where(Council.slug == "lune")).one()
    rows = csv_of(exported(site, "Pia"))
    assert len({(row["Prénom"], row["Nom"], row["Mandat"]) for row in rows}) == len(rows)
