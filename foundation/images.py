"""Images that people give: measured before they are decoded, then drawn anew, so that nothing else of them stays.

What a telephone writes beside a photo (place, owner, comment, thumbnail) goes with the file that held it (`R-SEC-02`).
"""

from __future__ import annotations

import io
from threading import Lock

from PIL import Image, ImageOps

from foundation.workflow import Refused

LONG_SIDE = 2400
MOST_PIXELS = 60_000_000
# a JPEG is read at a fraction of its size; what else there is, whole
MOST_PIXELS_WHOLE = 25_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 85
# two large images at once would need twice the memory
_one_at_a_time = Lock()
# what the decoders raise on files that are not what they say; a bomb is a warning first
_FAULTS = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, ArithmeticError, MemoryError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
BROKEN = "Cette image est abîmée, et nous n’avons pas pu la lire. Enregistrez-la à nouveau, puis renvoyez-la."
TOO_LARGE = "Cette image a trop de points pour être lue. Réduisez ses dimensions, puis renvoyez-la."


def redraw(content: bytes) -> tuple[bytes, bool]:
    """An image drawn anew: upright, at most `LONG_SIDE` on its long side, with no metadata; and whether it is a PNG.

    What may be seen through stays PNG, and so does a PNG; all else becomes JPEG. Raises Refused.
    """
    with _one_at_a_time:
        try:
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                _measure(opened)
                is_png = opened.format == "PNG" or opened.has_transparency_data
                return _drawn(opened, is_png), is_png
        except _BOMBS as bomb:
            raise Refused(TOO_LARGE) from bomb
        except _FAULTS as fault:
            raise Refused(BROKEN) from fault


def _measure(opened: Image.Image) -> None:
    most = MOST_PIXELS if opened.format in {"JPEG", "MPO"} else MOST_PIXELS_WHOLE
    if opened.width * opened.height > most:
        raise Refused(TOO_LARGE)


def _drawn(opened: Image.Image, is_png: bool) -> bytes:
    opened.thumbnail((LONG_SIDE, LONG_SIDE))
    upright = ImageOps.exif_transpose(opened)
    plain = upright.convert(_mode(upright, is_png))
    plain.info.clear()
    written = io.BytesIO()
    if is_png:
        plain.save(written, "PNG", optimize=True)
    else:
        plain.save(written, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return written.getvalue()


def _mode(image: Image.Image, is_png: bool) -> str:
    """Gray stays gray, what may be seen through stays so, and all other colors become red, green and blue."""
    if image.mode in {"1", "L", "I;16", "I;16B", "I;16L"} and "transparency" not in image.info:
        return "L"
    return "RGBA" if is_png and image.has_transparency_data else "RGB"
