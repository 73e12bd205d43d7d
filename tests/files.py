"""Files as people send them, good and bad, made from nothing."""

from __future__ import annotations

import io
import zlib
from typing import Any

from PIL import Image
from werkzeug.datastructures import FileStorage

PLACE = {0x8825: {1: "N", 2: (50.0, 37.0, 45.0), 3: "E", 4: (3.0, 3.0, 48.0)}, 0x010F: "Téléphone de Samia"}


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A small PDF with further objects in it, and words added to its trailer."""
    body = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        *objects,
    ]
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(body, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(body) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return written + b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def stream(content: bytes, words: bytes = b"", *, packed: bool = True) -> bytes:
    """One stream object, compressed as most are."""
    content = zlib.compress(content) if packed else content
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (words, len(content), content)


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **more: Any) -> bytes:
    """An image of one color, seen through if it can be, with whatever Pillow can write beside it."""
    written = io.BytesIO()
    colors = {"RGB": "teal", "L": "teal", "RGBA": (0, 128, 128, 90)}
    Image.new(mode, size, colors.get(mode, 0)).save(written, kind, **more)
    return written.getvalue()


def located(kind: str = "JPEG") -> bytes:
    """A photo that says where it was taken, by whose telephone, and that it lies on its side."""
    exif = Image.Exif()
    for tag, value in PLACE.items():
        exif[tag] = value
    exif[0x0112] = 6
    more = {"comment": b"chez Samia"} if kind == "JPEG" else {}
    return picture(kind, (640, 480), exif=exif, **more)


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it holds billions of points."""
    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\x00" * 1000)), (b"IEND", b"")]
    chunks = [len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4) for name, data in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def sent(content: bytes, name: str = "plan.pdf") -> FileStorage:
    """A file as a form brings it."""
    return FileStorage(io.BytesIO(content), filename=name, content_type="text/html")
