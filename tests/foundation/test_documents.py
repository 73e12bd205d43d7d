"""Documents: known by their content, harmless, kept with their row, handed out to be saved (R-SEC-02, R-TXT-04)."""

from __future__ import annotations

import io
import os
import stat
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask, Response
from PIL import Image
from sqlalchemy import func, select

from foundation import clock, documents, images, pdfs
from foundation.audit import AuditEntry
from foundation.database import db, reading, transaction
from foundation.documents import Document, DocumentKind, Received, keep, receive, remove, send, sweep
from foundation.policy import SYSTEM, everyone, guarded
from foundation.workflow import Refused
from tests.browser import Browser
from tests.files import bomb, located, pdf, picture, sent, stream
from tests.foundation.backups import run
from tests.sites import Sites

EXECUTABLE = b"MZ\x90\x00\x03" + b"\x00" * 200 + b"This program cannot be run in DOS mode."


def refusal(content: bytes, name: str = "plan.pdf") -> str:
    with pytest.raises(Refused) as refused:
        receive(sent(content, name))
    return str(refused.value).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), DocumentKind.PDF),
        (pdf(stream(b"BT (et/ou) Tj ET", b"/Filter /FlateDecode")), DocumentKind.PDF),
        (picture("JPEG"), DocumentKind.JPEG),
        (picture("JPEG", mode="L"), DocumentKind.JPEG),
        (picture("JPEG", mode="CMYK"), DocumentKind.JPEG),
        (picture("PNG"), DocumentKind.PNG),
        (picture("PNG", mode="RGBA"), DocumentKind.PNG),
        (picture("PNG", mode="P"), DocumentKind.PNG),
        (picture("PNG", mode="1"), DocumentKind.PNG),
        (picture("PNG", mode="I;16"), DocumentKind.PNG),
        (picture("WEBP"), DocumentKind.JPEG),
        (picture("WEBP", mode="RGBA"), DocumentKind.PNG),
    ],
    ids=range(12),
)
def test_a_file_is_known_by_its_content(content: bytes, kind: DocumentKind) -> None:
    received = receive(sent(content, "n’importe.exe"))
    assert received.kind is kind
    assert received.name == f"n’importe{documents.EXTENSIONS[kind]}"
    if kind is DocumentKind.PDF:
        assert received.content == content
    else:
        assert Image.open(io.BytesIO(received.content)).get_format_mimetype() == kind.value


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "vide.pdf", "Ce fichier est vide."),
        (b"<script>alert(1)</script>", "rapport.pdf", "ni un PDF, ni une image"),
        (b"#!/bin/sh\n" + pdf(), "rapport.pdf", "ni un PDF, ni une image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.png", "ni un PDF, ni une image"),
        (EXECUTABLE, "photo.jpg", "ni un PDF, ni une image"),
        (picture("GIF"), "photo.gif", "ni un PDF, ni une image"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 50, "IMG_1.HEIC", "Enregistrez-la en JPEG"),
        (b"%PDF-1.4\n<script>alert(1)</script>", "rapport.pdf", "abîmé ou incomplet"),
        (pdf()[:-20], "coupe.pdf", "abîmé ou incomplet"),
        (pdf() + b"<script>alert(1)</script>", "double.pdf", "abîmé ou incomplet"),
        (pdf().replace(b"startxref\n", b"startxref\n9"), "perdu.pdf", "abîmé ou incomplet"),
        (picture("JPEG")[:300], "coupe.jpg", "Cette image est abîmée"),
        (b"\xff\xd8\xff" + b"<?php system($_GET['c']); ?>" * 20, "photo.jpg", "Cette image est abîmée"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "photo.png", "Cette image est abîmée"),
        (bomb(), "photo.png", "a trop de points"),
        (bomb(9000, 9000), "photo.png", "a trop de points"),
        (bomb(12_000, 8_000), "photo.png", "a trop de points"),
        (bomb(5001, 5000), "photo.png", "a trop de points"),
    ],
    ids=range(18),
)
def test_what_is_no_document_is_refused_with_a_sentence(content: bytes, name: str, words: str) -> None:
    assert words in refusal(content, name)


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"),
        pdf(b"<< /S /J#61vaScript /J#53 (app.alert(1)) >>"),
        pdf(b"<< /JS (app.alert(1)) >>"),
        pdf(b"<< /S /Launch /F (calc.exe) >>"),
        pdf(b"<< /Type /EmbeddedFile >>"),
        pdf(b"<< /Names << /EmbeddedFiles 5 0 R >> >>"),
        pdf(b"<< /XFA 5 0 R >>"),
        pdf(b"<< /S /SubmitForm /F (https://evil.example/) >>"),
        pdf(stream(b"9 0 << /S /JavaScript /JS (x) >>", b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")),
        pdf(stream(b"9 0 << /JS (x) >>", b"/Type /ObjStm /N 1 /First 4", packed=False)),
    ],
    ids=range(10),
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(content: bytes) -> None:
    assert "Enregistrer au format PDF" in refusal(content)


def test_a_locked_pdf_is_refused() -> None:
    assert "protégé par un mot de passe" in refusal(pdf(trailer=b"/Encrypt 4 0 R"))


def test_a_hidden_list_that_never_ends_is_not_unpacked() -> None:
    endless = stream(b"9 0 " + b"\x00" * (pdfs._MOST_UNPACKED + 10))
    assert "abîmé" in refusal(pdf(endless))


def test_a_pdf_made_to_slow_the_reader_is_read_quickly() -> None:
    started = time.process_time()
    receive(sent(pdf(b"stream\n" * 900_000)))
    assert time.process_time() - started < 5


def test_ten_megabytes_may_be_sent_and_one_byte_more_may_not() -> None:
    base = pdf(stream(b"", packed=False))
    full = pdf(stream(b"x" * (documents.MOST_BYTES - len(base) - 14), packed=False))
    full = full.replace(b"stream\n", b"stream\n" + b"x" * (documents.MOST_BYTES - len(full)), 1)
    start = full.rindex(b"\nxref") + 1
    head, _, _ = full.rpartition(b"startxref")
    content = head + b"startxref\n%d\n%%%%EOF\n" % start
    content += b"\n" * (documents.MOST_BYTES - len(content))
    assert len(content) == documents.MOST_BYTES
    assert len(receive(sent(content)).content) == documents.MOST_BYTES
    assert "dépasse de 1 octet les 10 Mo permis" in refusal(content + b"\n")
    assert "dépasse de 2 Mo les 10 Mo permis" in refusal(content + b"\n" * 2 * 1024 * 1024)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_image_keeps_nothing_but_what_it_shows(kind: str) -> None:
    """The place, the telephone and the comment go, and a photo that lay on its side stands up (trap 10)."""
    photo = located(kind)
    assert b"Samia" in photo
    kept = receive(sent(photo, "IMG_2041.JPG")).content
    assert b"Samia" not in kept
    image = Image.open(io.BytesIO(kept))
    assert not image.getexif()
    assert not {"exif", "xmp", "comment", "icc_profile"} & set(image.info)
    assert image.size == (480, 640)


def test_what_follows_an_image_is_not_kept() -> None:
    assert b"<?php" not in receive(sent(picture("PNG") + b"<?php system(1) ?>", "a.png")).content


def test_a_large_image_is_made_smaller() -> None:
    assert Image.open(io.BytesIO(receive(sent(picture(size=(5000, 2500)), "a.jpg")).content)).size == (2400, 1200)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Samia\\Mon plan.PDF", "Mon plan.pdf"),
        ("/absolu/plan", "plan.pdf"),
        ("plan\u202efdp.exe", "planfdp.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie: x=1.pdf"),
        ("nul\x00.php.pdf", "nul.php.pdf"),
        ("....", "document.pdf"),
        ("", "document.pdf"),
        (".htaccess", "document.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("x" * 400 + ".pdf", "x" * 156 + ".pdf"),
        ("v1.2 du plan.pdf", "v1.2 du plan.pdf"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert receive(sent(pdf(), given)).name == kept


@pytest.fixture
def site(app: Flask) -> Flask:
    """The empty site with an address that hands out documents."""
    shelf = Blueprint("shelf", __name__)

    @shelf.get("/essai/<uuid:key>")
    @guarded("essai.read", load=lambda key: db.session.get(Document, key))
    def read(document: Document) -> Response:
        return send(document)

    app.register_blueprint(shelf)
    app.extensions["rules"]["essai.read"] = everyone
    return app


def kept(app: Flask, content: bytes = pdf(), name: str = "Plan de l’été.pdf") -> Document:
    with app.app_context(), transaction():
        key = keep(receive(sent(content, name)), actor=SYSTEM).id
    with app.app_context(), reading():
        found = db.session.get_one(Document, key)
        db.session.expunge(found)
    return found


def fails(app: Flask, act: Callable[[], object]) -> None:
    """Do something in a transaction that comes to nothing."""

    def act_and_fail() -> None:
        with transaction():
            act()
            raise LookupError

    with app.app_context(), pytest.raises(LookupError):
        act_and_fail()


def files(app: Flask) -> Iterator[Path]:
    return (one for one in app.extensions["settings"].files_dir.rglob("*") if one.is_file())


def test_a_document_is_handed_out_to_be_saved(site: Flask) -> None:
    document = kept(site)
    response = Browser(site, checking=False).visits(f"/essai/{document.id}").response
    assert (response.status_code, response.data) == (200, pdf())
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == "attachment; filename=plan-de-l-ete.pdf"
    assert headers["Content-Length"] == str(len(pdf()))
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-cache"
    again = Browser(site, checking=False).visits(f"/essai/{document.id}", If_None_Match=headers["ETag"])
    assert again.status == 304


def test_a_name_in_another_script_gets_a_name_of_ours(site: Flask) -> None:
    document = kept(site, name="計画.pdf")
    headers = Browser(site, checking=False).visits(f"/essai/{document.id}").response.headers
    assert headers["Content-Disposition"] == "attachment; filename=document.pdf"
    assert document.name == "計画.pdf"


def test_a_file_stands_under_its_id_where_only_its_owner_reads(site: Flask) -> None:
    document = kept(site, picture("PNG"), "../x.png")
    (path,) = files(site)
    folder = site.extensions["settings"].files_dir
    assert path == folder / "documents" / document.id.hex[:2] / document.id.hex
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (document.size, document.kind) == (path.stat().st_size, DocumentKind.PNG)
    assert documents.size_words(document) == "1\u00a0ko"
    assert documents.size_words(Document(size=1_258_291)) == "1,2\u00a0Mo"
    with site.app_context(), reading():
        assert db.session.scalars(select(AuditEntry.action)).all() == ["document.kept"]


def test_a_removed_document_is_gone_with_its_file(site: Flask) -> None:
    document = kept(site)
    with site.app_context(), transaction():
        remove(db.session.get_one(Document, document.id), actor=SYSTEM)
        assert list(files(site)) != []
    assert list(files(site)) == []
    assert Browser(site, checking=False).visits(f"/essai/{document.id}").status == 404


def test_a_removal_that_fails_keeps_the_file(site: Flask) -> None:
    document = kept(site)
    fails(site, lambda: remove(db.session.get_one(Document, document.id), actor=SYSTEM))
    assert Browser(site, checking=False).visits(f"/essai/{document.id}").status == 200


def test_a_file_lost_from_the_disk_is_told(site: Flask) -> None:
    document = kept(site)
    for path in files(site):
        path.unlink()
    page = Browser(site).visits(f"/essai/{document.id}")
    assert page.status == 404
    assert "Ce document n’est plus là." in page.text


def test_files_without_a_row_go_at_night_and_no_others(site: Flask) -> None:
    document = kept(site)
    fails(site, lambda: keep(receive(sent(pdf())), actor=SYSTEM))
    old = site.extensions["settings"].files_dir / "documents" / "ab"
    old.mkdir(exist_ok=True)
    (old / f".{uuid.uuid4().hex}").write_bytes(b"half")
    assert len(list(files(site))) == 3
    with site.app_context(), transaction():
        sweep()
    assert len(list(files(site))) == 3
    ago = (clock.real_now() - 2 * documents.ORPHANED_AFTER).timestamp()
    for path in files(site):
        os.utime(path, (ago, ago))
    with site.app_context(), transaction():
        sweep()
    assert [path.name for path in files(site)] == [document.id.hex]


def test_two_at_once_are_two_documents(site: Flask) -> None:
    photo, failed = located(), []

    def give(number: int) -> None:
        try:
            kept(site, photo, f"{number}.jpg")
        except Exception as problem:
            failed.append(problem)

    both = [threading.Thread(target=give, args=(number,)) for number in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert failed == []
    with site.app_context(), reading():
        assert db.session.scalar(select(func.count()).select_from(Document)) == 2
    assert len(list(files(site))) == 2


def test_a_document_survives_backup_and_restore(site: Flask, sites: Sites, tmp_path: Path) -> None:
    document = kept(site, located(), "photo.jpg")
    assert run(site, "backup", tmp_path / "a.zip").exit_code == 0
    other = sites.empty()
    assert run(other, "restore", tmp_path / "a.zip").exit_code == 0
    with other.app_context(), other.test_request_context(), reading():
        found = db.session.get_one(Document, document.id)
        response = send(found)
        assert documents.hashlib.sha256(response.data).hexdigest() == found.sha256 == document.sha256


def test_a_document_removed_during_a_backup_does_not_stop_it(
    site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(site)
    gone = site.extensions["settings"].files_dir / "documents" / "00" / "gone"
    monkeypatch.setattr("foundation.backup.services._documents", lambda _folder: iter([*files(site), gone]))
    result = run(site, "backup", tmp_path / "a.zip")
    assert result.exit_code == 0, result.output


def test_images_are_drawn_one_at_a_time() -> None:
    assert images._one_at_a_time.acquire(timeout=1)
    done = threading.Event()
    thread = threading.Thread(target=lambda: (images.redraw(picture()), done.set()))
    thread.start()
    assert not done.wait(0.2)
    images._one_at_a_time.release()
    thread.join()
    assert done.is_set()


def test_what_was_received_says_what_it_is() -> None:
    assert receive(sent(pdf(), "plan.pdf")) == Received("plan.pdf", DocumentKind.PDF, pdf())
