"""The copy of all that is known of somebody: one file that opens anywhere, with words before figures (domain §9.6).

It is made while its reader waits: rows are few, and documents are only copied. What does not fit in memory is written
to a file without a name, which the system forgets.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from sqlalchemy import select

from citizens.models import Person
from foundation import clock, documents
from foundation.database import db
from foundation.datasets import neutral
from foundation.personal import PersonalData, Row, declared
from foundation.text import moment_words, plural, slugify

IN_MEMORY = 8 * 1024 * 1024
BOM = "\ufeff"


@dataclass(frozen=True)
class Known:
    """One kind of data with what it holds of one person."""

    kind: PersonalData
    rows: Sequence[Row]

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns; none when nothing is held."""
        return list(self.rows[0]) if self.rows else []


def known(person_id: uuid.UUID) -> list[Known]:
    """All that the site holds of somebody, kind by kind; what stayed on a row that was merged into theirs is theirs."""
    rows = _rows_of(person_id)
    return [Known(kind, [line for key in rows for line in kind.export(key)]) for kind in declared()]


def _rows_of(person_id: uuid.UUID) -> list[uuid.UUID]:
    doubles = select(Person.id).where(Person.merged_into_id == person_id).order_by(Person.id)
    return [person_id, *db.session.scalars(doubles)]


def archive(person_id: uuid.UUID, name: str) -> IO[bytes]:
    """The whole copy as a ZIP file, ready to be read from its beginning; `name` is whose it is."""
    held = [one for one in known(person_id) if one.rows]
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        papers = _copy_documents(written, person_id)
        written.writestr("lisez-moi.txt", BOM + _guide(held, papers, name))
        written.writestr("mes-donnees.json", _as_json(held))
        for number, one in enumerate(held, 1):
            written.writestr(f"tableaux/{number:02}-{one.kind.slug}.csv", _as_csv(one))
    target.seek(0)
    return target


def _copy_documents(written: zipfile.ZipFile, person_id: uuid.UUID) -> list[str]:
    names: list[str] = []
    papers = (one for kind in declared() for key in _rows_of(person_id) for one in kind.documents(key))
    for document in papers:
        content = documents.content(document)
        if content is not None:
            stem, dot, ending = document.name.rpartition(".")
            names.append(f"documents/{len(names) + 1:02}-{slugify(stem)[:80]}{dot}{ending}")
            written.writestr(names[-1], content, zipfile.ZIP_STORED)
    return names


def _guide(held: Sequence[Known], papers: Sequence[str], name: str) -> str:
    lines = [
        "VOS DONNÉES SUR PORTE-VOIX",
        "",
        f"Copie faite pour {name}, le {moment_words(clock.now())}.",
        "",
        "Ce fichier contient tout ce que le site garde sur vous. Le dossier «\u202ftableaux\u202f» s’ouvre avec un "
        "tableur (LibreOffice, Excel). Le fichier «\u202fmes-donnees.json\u202f» dit la même chose, pour un autre "
        "logiciel.",
        "",
    ]
    for number, one in enumerate(held, 1):
        count = plural(len(one.rows), "ligne", "lignes")
        lines += [f"{number}. {one.kind.title} ({count})", f"   {one.kind.kept}"]
    lines += ["", *(["Vos documents\u00a0:", *(f"   {paper}" for paper in papers)] if papers else ["Aucun document."])]
    lines += [
        "",
        "Une erreur\u202f? Sur le site, ouvrez «\u202fMon compte\u202f», puis «\u202fMes données\u202f».",
        "Gardez ce fichier en lieu sûr\u00a0: il parle de vous.",
    ]
    return "\r\n".join(lines) + "\r\n"


def _as_json(held: Sequence[Known]) -> str:
    told = {
        one.kind.slug: {
            "titre": one.kind.title,
            "conservation": one.kind.kept,
            "lignes": [dict(row) for row in one.rows],
        }
        for one in held
    }
    return json.dumps({"faite_le": clock.now().isoformat(timespec="seconds"), **told}, ensure_ascii=False, indent=1)


def _as_csv(one: Known) -> str:
    """As offices open it: semicolons and a mark of UTF-8 (ruling 28)."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(one.columns)
    for row in one.rows:
        writer.writerow([neutral(row[column]) for column in one.columns])
    return BOM + written.getvalue()
