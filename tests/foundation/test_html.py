import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from foundation.database import db
from foundation.html import RichText, clean, markdown, safe_address, visible_length, visible_text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Une **rue** _calme_.", "<p>Une <strong>rue</strong> <em>calme</em>.</p>"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
        ("1. un\n2. deux", "<ol>\n<li>un</li>\n<li>deux</li>\n</ol>"),
        ("# Titre", "<h2>Titre</h2>"),
        ("## Titre", "<h2>Titre</h2>"),
        ("#### Titre", "<h3>Titre</h3>"),
        ("une\nligne", "<p>une<br>\nligne</p>"),
        ("[page](/conseils)", '<p><a href="/conseils" rel="nofollow ugc">page</a></p>'),
        (
            "[site](https://example.org/a?b=1&c=2)",
            '<p><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc">site</a></p>',
        ),
        ("[écrire](mailto:a@example.org)", '<p><a href="mailto:a@example.org" rel="nofollow ugc">écrire</a></p>'),
        ("https://example.org", '<p><a href="https://example.org" rel="nofollow ugc">https://example.org</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](//example.org)", "<p><a>x</a></p>"),
        ("<b>gras</b> & <script>x</script>", "<p>&lt;b&gt;gras&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;</p>"),
        ("![image](https://example.org/x.png)", None),
        ("a\u00adb\u200bc", "<p>abc</p>"),
        ("👩\u200d👧", "<p>👩\u200d👧</p>"),
    ],
)
def test_r_txt_02_markdown_becomes_only_what_is_allowed(written: str, shown: str | None) -> None:
    html = str(markdown(written)).strip()
    assert "<img" not in html
    if shown is not None:
        assert html == shown


def test_elements_that_speak_to_machines_go_with_their_words() -> None:
    assert clean("<p>oui</p><script>non()</script><style>p{}</style><ScRiPt>non</sCrIpT >") == "<p>oui</p>"
    assert "alert" not in clean("<scr<script>x</script>ipt>alert(1)</script>")
    assert clean("<p>oui</p><script>jamais fermé") == "<p>oui</p>"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org", True),
        ("http://example.org:8080/x", True),
        ("mailto:a@example.org", True),
        ("/conseils", True),
        ("#titre", True),
        ("mailto:", False),
        ("https://", False),
        ("//example.org", False),
        ("javascript:1", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("&#106;avascript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("http://example.org:bad/", False),
        ("http://[bad", False),
        ("\\\\example.org", False),
        ("relatif.html", False),
    ],
)
def test_a_link_leads_to_a_site_a_mailbox_or_a_page_of_ours(address: str, kept: bool) -> None:
    assert safe_address(address) is kept


@given(st.text())
def test_cleaning_twice_changes_nothing_and_leaves_no_other_element(written: str) -> None:
    once = clean(written)
    assert clean(once) == once


def test_r_txt_02_limits_count_what_a_reader_sees() -> None:
    assert visible_length("**abc** [def](https://example.org/very/long)") == len("abc def")
    assert visible_length("a\r\nb") == 3
    assert visible_text("<p>un</p>\n<p>deux &amp; trois</p>") == "un\ndeux & trois"


def test_a_column_of_rich_text_cannot_hold_dirt(app: Flask) -> None:
    column = RichText()
    with app.app_context():
        dialect = db.engine.dialect
    assert column.process_bind_param("<p onclick=x>a</p><script>b</script>", dialect) == "<p>a</p>"
    assert column.process_bind_param(None, dialect) is None
    assert column.process_result_value(None, dialect) is None
    assert isinstance(column.process_result_value("<p>a</p>", dialect), Markup)
