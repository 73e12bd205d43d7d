import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK, PRINT = re.split(r"@media [^{]+\{", TOKENS)
RAW = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\(")

# text on its ground: at least 4.5:1, and 7:1 for what is read at length
TEXT = [
    ("ink", "paper", 7), ("ink", "sand", 7), ("ink", "surface", 7), ("muted", "paper", 7), ("muted", "sand", 4.5),
    ("canal", "paper", 4.5), ("canal", "sand", 4.5), ("canal", "canal-tint", 4.5), ("canal", "plum-tint", 4.5),
    ("brick", "paper", 4.5), ("brick", "sand", 4.5), ("on-voice", "brick", 4.5), ("on-voice", "brick-deep", 4.5),
    ("on-voice", "moss", 4.5), ("moss", "paper", 4.5), ("moss", "sand", 4.5), ("ochre", "paper", 4.5),
    ("ochre", "sand", 4.5), ("ochre", "ochre-tint", 4.5), ("plum", "paper", 4.5), ("plum", "sand", 4.5),
    ("plum", "plum-tint", 4.5), ("ink", "canal-tint", 7), ("ink", "moss-tint", 7), ("ink", "ochre-tint", 7),
    ("ink", "plum-tint", 7), ("paper", "ink", 7),
]  # fmt: skip
# borders, shapes and focus that mean something: at least 3:1
SHAPES = [
    ("edge", "paper"), ("edge", "sand"), ("edge", "surface"), ("canal", "paper"), ("canal", "surface"),
    ("canal", "sand"), ("moss", "surface"), ("brick", "surface"), ("ochre", "ochre-tint"), ("plum", "plum-tint"),
]  # fmt: skip


def colors(block):
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("block", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_shapes_stand_out_from_their_ground(block):
    tokens = colors(block)
    weak = [
        (front, back, round(contrast(tokens[front], tokens[back]), 2))
        for front, back, least in [*TEXT, *((*pair, 3) for pair in SHAPES)]
        if contrast(tokens[front], tokens[back]) < least
    ]
    assert weak == []


def test_the_dark_scheme_and_paper_name_every_color_of_the_light_one():
    assert set(colors(DARK)) == set(colors(PRINT)) == set(colors(LIGHT))


def test_no_style_sheet_but_the_tokens_writes_a_raw_color():
    sheets = [sheet for sheet in CSS.rglob("*.css") if sheet.name != "tokens.css"]
    assert {sheet.name: found for sheet in sheets if (found := RAW.findall(sheet.read_text(encoding="utf-8")))} == {}


def test_every_token_in_use_exists():
    known = set(re.findall(r"--([\w-]+):", "".join(s.read_text(encoding="utf-8") for s in CSS.rglob("*.css"))))
    used = set(re.findall(r"var\(--([\w-]+)", "".join(s.read_text(encoding="utf-8") for s in CSS.rglob("*.css"))))
    assert used - known == set()
