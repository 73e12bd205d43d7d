"""Public status of a council, on any date (domain §2.5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils.accreditation.models import AccreditationKind as K
from councils.accreditation.models import AccreditationState as S
from councils.accreditation.models import ActKind, LegalRegime
from councils.status import Act, CouncilStatus, Dossier, Facts, public_status
from councils.wording import LOOKS, meaning, regime_sentence, rights

C = CouncilStatus
DAY = timedelta(days=1)
START, END = date(2026, 1, 1), date(2028, 12, 31)
OPENED = date(2025, 6, 2)
GRANT = Act(K.INITIAL, ActKind.PREFECT_ORDER, START, START - 9 * DAY, START, END)
DONE = Dossier(K.INITIAL, S.PUBLISHED, OPENED, START)


def renewal(state: S, effective_on: date | None = None) -> Dossier:
    return Dossier(K.RENEWAL, state, date(2028, 3, 1), effective_on)


def initial(state: S, opened_on: date = OPENED) -> Dossier:
    return Dossier(K.INITIAL, state, opened_on)


def withdrawal(day: date) -> Act:
    return Act(K.WITHDRAWAL, ActKind.WITHDRAWAL_ORDER, day, day)


SECOND = Act(K.RENEWAL, ActKind.PROTOCOL, END + DAY, END - 9 * DAY, END + DAY, date(2032, 12, 31))
LATE = Act(K.RENEWAL, ActKind.PROTOCOL, END + 30 * DAY, END, END + 30 * DAY, date(2032, 12, 31))

TABLE = [
    ("1 the first day closed", Facts(date(2027, 5, 1), [GRANT], [DONE]), date(2027, 5, 1), C.DISSOLVED),
    ("1 the day before", Facts(date(2027, 5, 1), [GRANT], [DONE]), date(2027, 4, 30), C.ACCREDITED),
    ("1 comes before 2", Facts(date(2027, 5, 1), [GRANT, withdrawal(date(2027, 2, 1))]), date(2027, 5, 1), C.DISSOLVED),
    ("2 first day withdrawn", Facts(None, [GRANT, withdrawal(date(2027, 2, 1))]), date(2027, 2, 1), C.WITHDRAWN),
    ("2 the day before", Facts(None, [GRANT, withdrawal(date(2027, 2, 1))]), date(2027, 1, 31), C.ACCREDITED),
    ("2 stays after the term", Facts(None, [GRANT, withdrawal(date(2027, 2, 1))]), END + DAY, C.WITHDRAWN),
    ("2 until recognized anew", Facts(None, [GRANT, withdrawal(date(2027, 2, 1)), SECOND]), END + DAY, C.ACCREDITED),
    ("3 the day before the act", Facts(None, [GRANT], [DONE]), START - DAY, C.IN_PROGRESS),
    ("3 the first day", Facts(None, [GRANT], [DONE]), START, C.ACCREDITED),
    ("3 the last day", Facts(None, [GRANT], [DONE]), END, C.ACCREDITED),
    ("3 renewal in preparation is not public", Facts(None, [GRANT], [renewal(S.DRAFT)]), END, C.ACCREDITED),
    ("3 renewal open", Facts(None, [GRANT], [renewal(S.COMPOSING)]), END, C.ACCREDITED_RENEWING),
    ("3 renewal signed", Facts(None, [GRANT], [renewal(S.SIGNED)]), END, C.ACCREDITED_RENEWING),
    ("3 renewal refused", Facts(None, [GRANT], [renewal(S.REFUSED)]), END, C.ACCREDITED),
    ("3 renewal abandoned", Facts(None, [GRANT], [renewal(S.ABANDONED)]), END, C.ACCREDITED),
    (
        "3 renewal published, not yet in force",
        Facts(None, [GRANT, SECOND], [renewal(S.PUBLISHED, END + DAY)]),
        END,
        C.ACCREDITED_RENEWING,
    ),
    (
        "3 no gap between terms",
        Facts(None, [GRANT, SECOND], [renewal(S.PUBLISHED, END + DAY)]),
        END + DAY,
        C.ACCREDITED,
    ),
    (
        "3 an amendment is no renewal",
        Facts(None, [GRANT], [Dossier(K.AMENDMENT, S.REVIEWING, OPENED)]),
        END,
        C.ACCREDITED,
    ),
    (
        "3 an amendment in force keeps the term",
        Facts(None, [GRANT, Act(K.AMENDMENT, ActKind.AMENDING_ORDER, START + DAY, START + DAY)]),
        END,
        C.ACCREDITED,
    ),
    ("4 the day after the term", Facts(None, [GRANT], [DONE]), END + DAY, C.LAPSED),
    ("4 renewal open", Facts(None, [GRANT], [renewal(S.REVIEWING)]), END + DAY, C.LAPSED_RENEWING),
    (
        "4 renewal published but later (R-ACC-08)",
        Facts(None, [GRANT, LATE], [renewal(S.PUBLISHED, LATE.effective_on)]),
        END + DAY,
        C.LAPSED_RENEWING,
    ),
    (
        "4 ends with the renewal",
        Facts(None, [GRANT, LATE], [renewal(S.PUBLISHED, LATE.effective_on)]),
        LATE.effective_on,
        C.ACCREDITED,
    ),
    *[
        (f"5 {state.value}", Facts(None, [], [initial(state)]), START, C.IN_PROGRESS)
        for state in (S.COMPOSING, S.SUBMITTED, S.CONSULTING, S.REVIEWING, S.RETURNED, S.SIGNED)
    ],
    ("6 refused", Facts(None, [], [initial(S.REFUSED)]), START, C.NOT_RECOGNIZED),
    (
        "6 refused, then tried again",
        Facts(None, [], [initial(S.REFUSED), initial(S.COMPOSING, START)]),
        START,
        C.IN_PROGRESS,
    ),
    (
        "6 refused, then a draft",
        Facts(None, [], [initial(S.REFUSED), initial(S.DRAFT, START)]),
        START,
        C.NOT_RECOGNIZED,
    ),
    ("6 refused, then abandoned", Facts(None, [], [initial(S.REFUSED), initial(S.ABANDONED, START)]), START, C.PLANNED),
    ("7 nothing", Facts(), START, C.PLANNED),
    ("7 a draft", Facts(None, [], [initial(S.DRAFT)]), START, C.PLANNED),
    ("7 abandoned", Facts(None, [], [initial(S.ABANDONED)]), START, C.PLANNED),
]


@pytest.mark.parametrize(("facts", "on", "status"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_each_row_of_the_table_and_its_boundaries(facts: Facts, on: date, status: CouncilStatus) -> None:
    assert public_status(facts, on).status is status


def test_a_renewal_under_way_suspends_nothing_and_prolongs_nothing() -> None:
    """R-ACC-08"""
    facts = Facts(None, [GRANT], [renewal(S.REVIEWING)])
    assert rights(public_status(facts, END).status) == rights(C.ACCREDITED)
    assert rights(public_status(facts, END + DAY).status) == rights(C.LAPSED)


def test_what_stands_behind_the_status_is_told() -> None:
    found = public_status(Facts(None, [GRANT, SECOND], [renewal(S.PUBLISHED, END + DAY)]), END + DAY)
    assert (found.until, found.act) == (SECOND.term_end, SECOND)
    assert public_status(Facts(None, [GRANT], [DONE]), END + DAY).since == END
    assert public_status(Facts(None, [], [initial(S.REVIEWING)]), START).dossier == initial(S.REVIEWING)


def test_every_status_has_its_words_and_its_mark() -> None:
    cases = {public_status(facts, on).status: public_status(facts, on) for _, facts, on, _ in TABLE}
    assert set(cases) == set(CouncilStatus) == set(LOOKS)
    for found in cases.values():
        sentence = meaning(found)
        assert sentence.endswith(".")
        assert "{" not in sentence
    assert "31\u00a0décembre 2028" in meaning(cases[C.ACCREDITED_RENEWING])


def test_each_form_of_act_is_named_in_the_sentence() -> None:
    words = {ActKind.PREFECT_ORDER: "arrêté", ActKind.PROTOCOL: "protocole", ActKind.CONTRACT_CLAUSE: "clause"}
    for form, word in words.items():
        act = Act(K.INITIAL, form, START, START, START, END)
        assert word in meaning(public_status(Facts(None, [act]), START))


def test_both_laws_have_one_plain_sentence() -> None:
    assert "21 février 2014" in regime_sentence(LegalRegime.ACT_2014)
    assert "15 novembre 2024" in regime_sentence(LegalRegime.DECREE_2024)


def test_what_a_council_may_do_follows_its_status() -> None:
    def answers(status: CouncilStatus) -> dict[str, str]:
        return {one.words: one.answer for one in rights(status)}

    vote, sit = "Voter des propositions", "Siéger aux comités qui pilotent le contrat de ville"
    replies = "Recevoir les réponses aux propositions déjà transmises"
    assert answers(C.ACCREDITED)[vote] == "Oui"
    assert "en cours de labellisation" in answers(C.IN_PROGRESS)[vote]
    assert answers(C.IN_PROGRESS)[sit] == "Comme observateur"
    assert replies not in answers(C.IN_PROGRESS)
    assert answers(C.LAPSED)[vote] == answers(C.WITHDRAWN)[vote] == "Non"
    assert answers(C.LAPSED)[replies] == answers(C.WITHDRAWN)[replies] == "Oui"
    assert rights(C.PLANNED) == rights(C.DISSOLVED) == []


EPOCH = date(2026, 1, 1)
days = st.integers(0, 400).map(lambda n: EPOCH + timedelta(days=n))
kinds = st.sampled_from(list(K))
acts = st.builds(
    lambda kind, effective, length: Act(
        kind,
        ActKind.PREFECT_ORDER,
        effective,
        effective,
        effective if kind in {K.INITIAL, K.RENEWAL} else None,
        effective + timedelta(days=length) if kind in {K.INITIAL, K.RENEWAL} else None,
    ),
    kinds,
    days,
    st.integers(0, 200),
)
dossiers = st.builds(Dossier, kinds, st.sampled_from(list(S)), days, st.none() | days)


def plain(closed_on: date | None, known: list[Act], files: list[Dossier], on: date) -> CouncilStatus:
    """§2.5 written again, day by day, as one would tell it."""
    if closed_on is not None and on >= closed_on:
        return C.DISSOLVED
    label = withdrawn = granted = False
    for day in sorted({act.effective_on for act in known if act.effective_on <= on}):
        for act in (act for act in known if act.effective_on == day):
            withdrawn = act.kind is K.WITHDRAWAL
            if withdrawn:
                granted = label = False
            elif act.term_end is not None:
                granted, label = True, label or on <= act.term_end
    going = {file.kind for file in files if _going(file, on)}
    if withdrawn:
        return C.WITHDRAWN
    if granted and label:
        return C.ACCREDITED_RENEWING if K.RENEWAL in going else C.ACCREDITED
    if granted:
        return C.LAPSED_RENEWING if K.RENEWAL in going else C.LAPSED
    if K.INITIAL in going:
        return C.IN_PROGRESS
    told = [file for file in files if file.kind is K.INITIAL and file.state is not S.DRAFT]
    latest = [file for file in told if all(other.opened_on <= file.opened_on for other in told)]
    return C.NOT_RECOGNIZED if latest and latest[0].state is S.REFUSED else C.PLANNED


def _going(file: Dossier, on: date) -> bool:
    if file.state is S.PUBLISHED:
        return file.effective_on is not None and on < file.effective_on
    return file.state not in {S.DRAFT, S.REFUSED, S.ABANDONED, S.SUPERSEDED}


@given(st.none() | days, st.lists(acts, max_size=4), st.lists(dossiers, max_size=4))
def test_on_every_day_it_says_what_a_plain_telling_says(
    closed_on: date | None, known: list[Act], files: list[Dossier]
) -> None:
    for number in range(0, 640, 3):
        on = EPOCH + timedelta(days=number - 10)
        assert public_status(Facts(closed_on, known, files), on).status is plain(closed_on, known, files, on)
