"""Files that people give: known by their content, kept outside the static tree under names of ours.

What may be kept, how it is re-encoded and how it is handed out is decided here and nowhere else (`R-SEC-02`).
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from flask import Response, abort, current_app, request
from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from foundation import audit, clock, images, pdfs
from foundation.choices import Choice
from foundation.database import Key, Model, Moment, after_commit, db
from foundation.policy import Actor
from foundation.text import FIXED_SPACE, fold, nfc, number, plural, slugify
from foundation.workflow import Refused

MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 160
POLICY = "default-src 'none'; sandbox"
# a file without a row may belong to a transaction under way; after so long it belongs to none
ORPHANED_AFTER = timedelta(days=1)
EMPTY = "Ce fichier est vide. Vérifiez qu’il s’ouvre sur votre appareil, puis renvoyez-le."
UNKNOWN = "Ce fichier n’est ni un PDF, ni une image JPEG, PNG ou WebP. Enregistrez-le au format PDF, puis renvoyez-le."
HEIC = "Cette photo est au format HEIC, que peu d’appareils savent ouvrir. Enregistrez-la en JPEG, puis renvoyez-la."
GONE = "Ce document n’est plus là."
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"})
_DIRECTIONS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class DocumentKind(Choice):
    """What a kept file is, read from its content."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "image JPEG"
    PNG = "image/png", "image PNG"


EXTENSIONS = {DocumentKind.PDF: ".pdf", DocumentKind.JPEG: ".jpg", DocumentKind.PNG: ".png"}


class Document(Model):
    """One kept file. `name` is what its giver called it, cleaned; the file itself is named by `id`.

    `sha256` is of the bytes kept, not of those received: images are re-encoded. `size` is in bytes.
    """

    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="whole_hash"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[DocumentKind]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[Moment]


@dataclass(frozen=True)
class Received:
    """A file that was given and may be kept: its cleaned name, what it is, and the bytes to keep."""

    name: str
    kind: DocumentKind
    content: bytes


def receive(upload: FileStorage) -> Received:
    """What was sent, checked and, for an image, drawn anew. Raises Refused with a sentence that says what to do.

    It takes up to a second: call it before the write lock is taken (`guarded(before=…)`).
    """
    content = upload.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(_too_heavy(upload))
    kind, kept = _known(content)
    return Received(_clean_name(upload.filename or "", kind), kind, kept)


def sent(field: str) -> Received | Refused | None:
    """The file that this request sent under a name, or why it cannot be kept; None when there is none.

    For `guarded(before=…)`: the refusal is shown once the form is read.
    """
    upload = request.files.get(field)
    if upload is None or not upload.filename:
        return None
    try:
        return receive(upload)
    except Refused as refusal:
        return refusal


def _too_heavy(upload: FileStorage) -> str:
    excess = upload.stream.seek(0, io.SEEK_END) - MOST_BYTES
    if excess >= 1024 * 1024:
        over = f"{number(-(-excess // 1024 // 1024))}{FIXED_SPACE}Mo"
    else:
        over = plural(excess, "octet", "octets")
    most = f"{number(MOST_BYTES // 1024 // 1024)}{FIXED_SPACE}Mo"
    return f"Ce fichier dépasse de {over} les {most} permis. Réduisez-le, ou partagez-le en plusieurs fichiers."


def _known(content: bytes) -> tuple[DocumentKind, bytes]:
    """What a file is by its content, and the bytes of it to keep."""
    if not content:
        raise Refused(EMPTY)
    if content.startswith(pdfs.HEADER):
        pdfs.check(content)
        return DocumentKind.PDF, content
    if content.startswith((_JPEG, _PNG)) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        drawn, is_png = images.redraw(content)
        return (DocumentKind.PNG if is_png else DocumentKind.JPEG), drawn
    raise Refused(HEIC if content[4:8] == b"ftyp" and content[8:12] in _HEIC else UNKNOWN)


def _clean_name(given: str, kind: DocumentKind) -> str:
    """The giver's name for it, without its path and with the ending that is true."""
    last = re.split(r"[/\\]", given)[-1]
    stem = re.sub(r"\.\w{1,8}$", "", " ".join(nfc(_DIRECTIONS.sub("", last)).split()))
    words = stem.strip(" .") or "document"
    ending = EXTENSIONS[kind]
    return words[: LONGEST_NAME - len(ending)].rstrip() + ending


def keep(received: Received, *, actor: Actor) -> Document:
    """Write the file, then its row in the current transaction. Who may is decided by what the document belongs to."""
    document = Document(
        id=uuid.uuid4(),
        name=received.name,
        kind=received.kind,
        size=len(received.content),
        sha256=hashlib.sha256(received.content).hexdigest(),
        kept_at=clock.now(),
    )
    _write(_path(document.id), received.content)
    db.session.add(document)
    audit.record(actor, "document.kept", document)
    return document


def remove(document: Document, *, actor: Actor) -> None:
    """Forget a document in the current transaction; its file goes after the commit."""
    path = _path(document.id)
    audit.record(actor, "document.removed", document)
    db.session.delete(document)
    after_commit(lambda: path.unlink(missing_ok=True))


def send(document: Document) -> Response:
    """The file, to be saved: under a name made here from its own, and with leave to do nothing in a browser."""
    name = slugify(document.name.rpartition(".")[0])[:80].strip("-") or "document"
    kept = content(document)
    if kept is None:
        abort(404, GONE)
    response = Response(kept, mimetype=document.kind.value)
    response.headers["Content-Disposition"] = f"attachment; filename={name}{EXTENSIONS[document.kind]}"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def content(document: Document) -> bytes | None:
    """The bytes kept; None when the file is gone."""
    try:
        return _path(document.id).read_bytes()
    except FileNotFoundError:
        return None


def unname(*words: str) -> None:
    """Take the names of files that hold all of some words away, in the current transaction; the files stay."""
    wanted = {fold(word) for word in words}
    for document in db.session.scalars(select(Document)):
        if wanted <= set(fold(document.name.rpartition(".")[0]).split()):
            document.name = f"document{EXTENSIONS[document.kind]}"


def size_words(document: Document) -> str:
    """« 340 ko », « 1,2 Mo »: how heavy a file is to download."""
    kilobytes = max(1, round(document.size / 1024))
    if kilobytes < 1024:
        return f"{number(kilobytes)}{FIXED_SPACE}ko"
    return f"{number(Decimal(round(document.size / 1024 / 1024 * 10)) / 10)}{FIXED_SPACE}Mo"


def sweep() -> None:
    """Delete the files that no row names: those of transactions that came to nothing."""
    kept = {key.hex for key in db.session.scalars(select(Document.id))}
    latest = (clock.real_now() - ORPHANED_AFTER).timestamp()
    for path in _folder().glob("??/*"):
        if path.name.lstrip(".") not in kept and path.stat().st_mtime < latest:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    folder: Path = current_app.extensions["settings"].files_dir
    return folder / "documents"


def _path(key: uuid.UUID) -> Path:
    return _folder() / key.hex[:2] / key.hex


def _write(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all, and on the disk before anything names it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
