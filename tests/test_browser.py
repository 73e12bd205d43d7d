"""The browser without a screen: presses by words, fills by labels, and sees what is wrong with a page."""

from __future__ import annotations

import pytest
from flask import Flask, Response, redirect, request

from tests.browser import Browser, Lost
from tests.page_checks import HEADERS, header_faults, page_faults

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Accueil | Porte-Voix</title>
<meta name="viewport" content="width=device-width"></head><body><a href="#contenu">Aller au contenu</a>
<main id="contenu"><h1>Bonjour</h1>{}</main></body></html>"""
FORM = """<form method="{method}" action="/sent"><input type="hidden" name="form_token" value="t">
<label for="q">Votre commune (facultatif)</label><input id="q" name="q" value="Lille">
<label for="k">Genre</label><select id="k" name="k">
<option value="">Tous</option><option value="r">Réunion</option></select>
<label for="n">Note</label><textarea id="n" name="n">\nDéjà là</textarea>
<label><input type="checkbox" name="c" value="1"> J’accepte</label>
<label><input type="radio" name="v" value="yes" checked> Oui</label>
<label><input type="radio" name="v" value="no"> Non</label>
<button>Envoyer</button><button name="again" value="2" formaction="/other">Garder</button></form>"""


@pytest.fixture
def browser() -> Browser:
    app = Flask("pages")
    app.config["TRUSTED_HOSTS"] = ["localhost"]
    echoed = PAGE.format("<p id='said'>{}</p>").replace("'", '"')

    @app.get("/")
    def home() -> str:
        table = "<table><caption>Sièges</caption><thead><tr><th>Qui</th></tr></thead><tr><td>Awa</td></tr></table>"
        return PAGE.format(f'<p><a href="/form?method=post">Écrire</a></p>{table}')

    @app.get("/form")
    def form() -> str:
        return PAGE.format(FORM.format(method=request.args["method"]))

    @app.route("/sent", methods=["GET", "POST"])
    @app.post("/other")
    def sent() -> str:
        pairs = [f"{k}={v}" for k, v in request.values.items(multi=True)]
        return echoed.format(
            f"{request.method} {request.path} {request.headers.get('Origin', 'sans origine')} {'|'.join(pairs)}"
        )

    app.add_url_rule("/away", view_func=lambda: redirect("https://example.org/"), endpoint="away")
    app.add_url_rule("/moved", view_func=lambda: redirect("/"), endpoint="moved")
    app.add_url_rule("/round", view_func=lambda: redirect("/round"), endpoint="round")
    app.add_url_rule("/bad", view_func=lambda: "<p>Rien", endpoint="bad")
    app.add_url_rule("/cookie", view_func=lambda: Response("", headers={"Set-Cookie": "a=b"}), endpoint="cookie")

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers.update({**HEADERS, "Referrer-Policy": "same-origin"})
        return response

    return Browser(app)


def test_it_reads_a_page(browser: Browser) -> None:
    browser.visits("/")
    assert browser.status == 200
    assert browser.title == "Accueil | Porte-Voix"
    assert browser.text == "Aller au contenu Bonjour Écrire Sièges Qui Awa"
    assert ("Écrire", "/form?method=post") in browser.links
    assert browser.buttons() == []
    assert browser.headings(1) == ["Bonjour"]
    (table,) = browser.tables
    assert (table.caption, table.head, table.rows) == ("Sièges", ["Qui"], [["Awa"]])


def test_it_reads_a_form(browser: Browser) -> None:
    browser.visits("/").presses("Écrire")
    assert browser.buttons() == ["Envoyer", "Garder"]
    assert browser.field("Votre commune").value == "Lille"
    assert browser.field("n").value == "Déjà là"
    assert browser.field("Genre").value == ""
    assert browser.field("v").value == "yes"
    assert browser.field("J’accepte").value == ""


def test_it_sends_what_the_form_holds(browser: Browser) -> None:
    browser.visits("/form?method=post").presses("Envoyer")
    assert "POST /sent http://localhost form_token=t|q=Lille|k=|n=Déjà là|v=yes" in browser.text


def test_it_fills_by_label_or_name_and_follows_the_button(browser: Browser) -> None:
    typed = {"Votre commune": "Hem", "Genre": "Réunion", "n": "Ici", "J’accepte": True, "Non": True, "Oui": False}
    browser.visits("/form?method=post").presses("Garder", **typed)
    assert "POST /other" in browser.text
    assert "q=Hem|k=r|n=Ici|c=1|v=no|again=2" in browser.text


def test_it_asks_by_get(browser: Browser) -> None:
    browser.visits("/form?method=get").presses("Envoyer", v="no", q="l’été & l’hiver")
    assert "GET /sent sans origine" in browser.text
    assert "q=l’été & l’hiver|k=|n=Déjà là|v=no" in browser.text


@pytest.mark.parametrize(
    ("path", "words", "fields"),
    [
        ("/", "Absent", {}),
        ("/", "Écrire", {"q": "un lien n’a pas de champs"}),
        ("/form?method=get", "Envoyer", {"absent": "1"}),
        ("/form?method=get", "Envoyer", {"Genre": "Absent"}),
    ],
)
def test_it_is_lost_when_a_reader_would_be(browser: Browser, path: str, words: str, fields: dict[str, str]) -> None:
    with pytest.raises(Lost):
        browser.visits(path).presses(words, **fields)


def test_it_follows_redirects_inside_the_site_only(browser: Browser) -> None:
    assert browser.visits("/moved").path == "/"
    for path in ("/away", "/round"):
        with pytest.raises(AssertionError):
            browser.visits(path)


def test_it_refuses_a_bad_page_and_a_cookie(browser: Browser) -> None:
    for path in ("/bad", "/cookie"):
        with pytest.raises(AssertionError):
            browser.visits(path)


def test_a_good_page_has_no_fault() -> None:
    assert (
        page_faults(
            PAGE.format(FORM.format(method="post") + "<h2>Suite</h2><p>«\u00a0Vrai\u00a0»\u00a0: oui\u202f!</p>")
        )
        == []
    )


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("<h1>Encore</h1>", "h1"),
        ("<h3>Trop bas</h3>", "saute un niveau"),
        ("<h2></h2>", "vide"),
        ('<input name="a">', "étiquette"),
        ('<label for="b"></label><select id="b" name="b"></select>', "étiquette"),
        ('<p id="contenu"></p>', "deux éléments"),
        ("<p>{{ name }}</p>", "mal rendu"),
        ("<p>None</p>", "mal rendu"),
        ('<p title="undefined">a</p>', "mal rendu"),
        ('<p style="color: red">a</p>', "style="),
        ('<p onclick="x()">a</p>', "onclick="),
        ("<style>p {}</style>", "<style>"),
        ("<script>x()</script>", "<script>"),
        ('<p aria-describedby="nowhere">a</p>', "aria-describedby"),
        ('<p aria-labelledby="contenu nowhere">a</p>', "aria-labelledby"),
        ('<label for="nowhere">a</label>', "for="),
        ('<a href="#nowhere">a</a>', "#nowhere"),
        ('<a href="/"></a>', "pas de nom"),
        ("<button></button>", "pas de nom"),
        ('<img src="a.png">', "alternative"),
        ("<svg></svg>", "dessin"),
        ("<p>l'eau</p>", "apostrophe"),
        ('<p aria-label="l\'eau">a</p>', "apostrophe"),
        ("<p>Quoi ?</p>", "espace"),
        ("<p>« Quoi »</p>", "espace"),
        ("<p>a<strong> b </strong>; c</p>", "espace"),
        ("<p><b>a</p></b>", "ferme"),
        ("<div><p>a</p>", "ferme"),
        ('<p id="a" id="b">a</p>', "deux fois"),
        ('<p id="">a</p>', "vide"),
        ("<fieldset><p>a</p></fieldset>", "légende"),
    ],
)
def test_a_bad_page_is_seen(bad: str, said: str) -> None:
    assert any(said in fault for fault in page_faults(PAGE.format("{}").replace("{}", bad)))


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('lang="fr"', 'lang="en"'),
        (" | Porte-Voix", ""),
        ("<title>Accueil | Porte-Voix</title>", "<title> | Porte-Voix</title>"),
        ("<main", "<main></main><main"),
        ('name="viewport"', 'name="other"'),
    ],
)
def test_a_bad_frame_is_seen(good: str, bad: str) -> None:
    assert page_faults(PAGE.format("").replace(good, bad))


def test_words_that_are_not_the_site_s_own_are_left_as_they_are() -> None:
    assert page_faults(PAGE.format("<p><code>a: 'b'</code> <span lang=\"en\">don't</span></p>")) == []


@pytest.mark.parametrize("name", list(HEADERS))
def test_a_missing_header_is_seen(name: str) -> None:
    assert header_faults(HEADERS) == []
    assert header_faults({key: value for key, value in HEADERS.items() if key != name})
    assert header_faults({**HEADERS, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"})
