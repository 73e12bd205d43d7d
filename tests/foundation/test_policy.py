import uuid

import pytest
from flask import Flask

from foundation.policy import SYSTEM, VISITOR, Actor, Denied, Predicate, can, everyone, guarded, nobody, require

is_member = Predicate("membre", lambda actor, _subject: actor.role == "member")
is_open = Predicate("ouvert", lambda _actor, subject: subject == "open")
MEMBER = Actor(uuid.UUID(int=7), "member")

TABLE = """
                          visitor/closed  visitor/open  member/closed  member/open
everyone                        yes            yes            yes           yes
nobody                           -              -              -             -
is_member                        -              -             yes           yes
is_member & is_open              -              -              -            yes
is_member | is_open              -             yes            yes           yes
~is_member                      yes            yes             -             -
"""
PREDICATES = {
    "everyone": everyone,
    "nobody": nobody,
    "is_member": is_member,
    "is_member & is_open": is_member & is_open,
    "is_member | is_open": is_member | is_open,
    "~is_member": ~is_member,
}
CASES = [
    (name.strip(), column, answer == "yes")
    for name, *answers in (
        (line[:24], *line[24:].split()) for line in TABLE.strip("\n").splitlines()[1:] if line.strip()
    )
    for column, answer in zip(TABLE.strip("\n").splitlines()[0].split(), answers, strict=True)
]


@pytest.mark.parametrize(("name", "who_and_what", "expected"), CASES)
def test_predicates_combine_as_they_read(name: str, who_and_what: str, expected: bool) -> None:
    who, what = who_and_what.split("/")
    assert PREDICATES[name]({"visitor": VISITOR, "member": MEMBER}[who], what) is expected


def test_a_combination_can_be_read_aloud() -> None:
    assert (is_member & ~is_open | nobody).words == "((membre et non ouvert) ou personne)"


@pytest.fixture
def small(app: Flask) -> Flask:
    """The site with three addresses of the test's own."""
    app.extensions["rules"] = {**app.extensions["rules"], "test.member": is_member, "test.open": is_open}

    def read(thing: str) -> str:
        return f"lu : {thing}"

    def load(word: str) -> str | None:
        return None if word == "rien" else word

    def unguarded() -> str:
        raise AssertionError("a view without a rule must never be called")

    app.add_url_rule("/essai/<word>", "read", guarded("test.open", load=load)(read))
    app.add_url_rule("/essai-membre", "member", guarded("test.member")(lambda: "membre"))
    app.add_url_rule("/essai-sans-regle", "unguarded", unguarded)
    return app


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/essai/open", 200),
        ("/essai/closed", 403),
        ("/essai/rien", 404),
        ("/essai-membre", 403),
        ("/essai-sans-regle", 403),
    ],
)
def test_an_address_opens_by_its_rule_alone(small: Flask, address: str, status: int) -> None:
    answer = small.test_client().get(address)
    assert answer.status_code == status
    assert "Porte-Voix" in answer.text or status == 200


def test_the_site_itself_is_no_visitor(app: Flask) -> None:
    with app.test_request_context():
        assert can("page.read")
        assert can("page.read", who=SYSTEM)
        with pytest.raises(KeyError):
            can("no.such.rule")


def test_a_service_asks_before_it_acts(small: Flask) -> None:
    with small.app_context():
        require(MEMBER, "test.member")
        with pytest.raises(Denied) as refusal:
            require(VISITOR, "test.member")
    assert refusal.value.rule == "test.member"
