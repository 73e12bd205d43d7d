"""One list confirmed by many presses at once is written once."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from citizens.models import Person
from foundation import clock
from foundation.database import db
from foundation.datasets import office_csv
from tests.councils.members.test_held import post
from tests.meetings import situations as s


def test_one_list_confirmed_many_times_at_once(empty: Flask, live_server: Callable[[Flask], str]) -> None:
    s.settle(empty, clock.today())
    pia = s.signed_in(empty, "Pia")
    content = office_csv(
        ["Prénom", "Nom", "Collège"], [["Ada", f"Neuve{'x' * n}", "Habitants"] for n in range(4)]
    ).encode()
    pages = []
    for name in ("a.csv", "b.csv"):
        # the second file says the same in other bytes: another import
        file = io.BytesIO(content + b"\r\n" * (name == "b.csv"))
        pia.visits("/conseils/lune/gestion/importer").presses("Envoyer et relire", Fichier=(file, name))
        pages.append((pia.path, {one: pia.field(one).value for one in ("form_token", "seen")}))
    found = pia._client.get_cookie("session", domain="localhost")
    assert found is not None
    server = live_server(empty)
    with ThreadPoolExecutor(6) as hands:
        answers = list(hands.map(lambda one: post(server, *one, f"session={found.value}"), pages * 3))
    # of two imports of the same people one is written, however often it is pressed; the other is to be read again
    assert sorted(answers) == [303, 303, 303, 409, 409, 409]
    with s.reading_at(empty, clock.now()):
        assert db.session.scalar(select(func.count()).where(Person.given_name == "Ada")) == 4
