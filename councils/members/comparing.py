"""A file of members beside what the site knows: row by row, what confirming it would do, before anything is written."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from citizens.models import Channel, Contact, Person
from citizens.privacy import minors
from councils.members import columns, editing, services, term_queries
from councils.members.columns import COLUMNS, DAYS, FORMULA, NEEDED, REACH, Unreadable
from councils.members.editing import Reach, Sheet
from councils.members.matching import ADD, Known, People, name_key, seat_for
from councils.members.plans import Change, Line, Plan, Verdict
from councils.members.wording import person_name
from councils.models import College, Council, Membership, Term
from councils.territory.models import Organization
from foundation import clock
from foundation.policy import Actor, can
from foundation.text import date_short, fold
from foundation.workflow import Refused

REACHING = tuple(column.name for column in REACH)
# the law that made the councils
FIRST_COUNCILS = date(2014, 2, 21)
_OF_A_PERSON = ("given_name", "family_name", "gender")
_OF_A_SEAT = ("college", "rank", "origin", "accepted_on", "voting", "elected_official", "independent_on")


def compare(council: Council, rows: Sequence[Mapping[str, Any]], who: Actor) -> Plan:
    """What a file would do now. The queries do not grow with its rows, but for those seated in a further term."""
    reaches = can("member.contact", council, who)
    comparison = _Comparison(council, reaches)
    lines = [understand(row) for row in rows]
    for line in lines:
        if line.verdict is not Verdict.ERROR:
            comparison.match(line)
    comparison.settle(lines)
    return Plan(lines, reaches)


def understand(row: Mapping[str, Any]) -> Line:
    """A row with its cells understood, or what is wrong with them."""
    name = " ".join(str(row[key]) for key in ("given_name", "family_name") if key in row)
    line = Line(row["line"], name[:200] or "Sans nom")
    for key, column in COLUMNS.items():
        if key not in row:
            continue
        if row[key].startswith("="):
            line.fail(f"{column.title} : {FORMULA}")
            continue
        try:
            line.values[key] = column.read(row[key])
        except Unreadable as wrong:
            line.fail(f"{column.title}\u00a0: {wrong}")
    for key in NEEDED:
        if key not in row:
            line.fail(f"{COLUMNS[key].title}\u00a0: cette case est vide. Remplissez-la.")
    for key in DAYS:
        if key in line.values and line.values[key] > clock.today():
            line.fail(f"{COLUMNS[key].title}\u00a0: cette date est à venir. Corrigez-la.")
    return line


class _Comparison:
    """What the rows are compared with, and whom earlier rows have named."""

    def __init__(self, council: Council, reaches: bool) -> None:
        self.people = People(council.id, reaches=reaches)
        self.reaches = reaches
        self.terms = {one.number: one for one in term_queries.terms(council.id)}
        open_ones = term_queries.open_terms(council.id, clock.today())
        self.first = open_ones[0] if open_ones else None
        self.days: dict[uuid.UUID, tuple[date, date | None]] = {}

    def match(self, line: Line) -> None:
        """Find whom a row means; several may be left, to be told apart once all rows are read."""
        number = line.values.get("term")
        line.term = self.first if number is None else self.terms.get(number)
        if line.term is None:
            line.fail("Mandat\u00a0: ce conseil n’a pas de mandat de ce numéro. Laissez la case vide, ou corrigez-la.")
            return
        try:
            found = self.people.find(line.values)
        except Unreadable as wrong:
            line.fail(str(wrong))
            return
        line.candidates = found

    def settle(self, lines: Sequence[Line]) -> None:
        """Give each row its person, those named by their address first, and say what it changes."""
        taken: dict[tuple[Any, Any], int] = {}
        ready = [line for line in lines if line.verdict is not Verdict.ERROR]
        sure = [line for line in ready if self._is_sure(line)]
        for line in [*sure, *(line for line in ready if line not in sure)]:
            self._settle(line, taken)
        _refuse_doubles(lines)

    def _is_sure(self, line: Line) -> bool:
        found = list(line.candidates)
        return len(found) == 1 and found[0].has_email(line.values.get("email", ""))

    def _settle(self, line: Line, taken: dict[tuple[Any, Any], int]) -> None:
        found: Sequence[Known] = list(line.candidates)
        if not found:
            self._new(line)
            return
        if len(found) > 1:
            found = self._same_as_known(line, found, taken)
        if len(found) != 1:
            line.fail(
                "Plusieurs personnes de ce nom siègent dans ce collège. Donnez ici le courriel noté sur la fiche de "
                "celle que vous voulez dire, ou corrigez sa fiche."
            )
            return
        (line.known,) = found
        assert line.term is not None
        line.seat = seat_for(line.known, line.term, asked="term" in line.values)
        key = (line.known.person.id, line.seat.id if line.seat else line.term.id)
        if key in taken:
            line.fail(
                f"La ligne {taken[key]} désigne déjà cette personne. Effacez l’une des deux\u00a0; si ce sont deux "
                f"personnes du même nom, ajoutez la seconde par {ADD}."
            )
            return
        taken[key] = line.number
        if line.seat is None:
            self._new(line)
        else:
            self._known(line, line.known, line.seat)

    def _same_as_known(self, line: Line, found: Sequence[Known], taken: Mapping[Any, int]) -> Sequence[Known]:
        """Of several namesakes, one that the row would not change: whichever it means, nothing is written."""
        for known in found:
            assert line.term is not None
            seat = seat_for(known, line.term, asked="term" in line.values)
            if seat is None or (known.person.id, seat.id) in taken:
                continue
            if not changes(self._wanted(line), present(seat, known.contact)):
                return [known]
        return found

    def _wanted(self, line: Line) -> dict[str, Any]:
        """The values that a row gives somebody known: how to reach them only by who may know it."""
        hidden = {"term"} if self.reaches else {"term", *REACHING}
        return {name: value for name, value in line.values.items() if name not in hidden}

    def _new(self, line: Line) -> None:
        line.verdict = Verdict.NEW
        term, values = line.term, line.values
        if term is None or term.end_on < clock.today():
            line.fail("Mandat\u00a0: ce mandat a pris fin. Donnez le numéro d’un mandat en cours ou à venir.")
            return
        line.facts = [
            (COLUMNS[one].title, columns.shown(values[one])) for one in COLUMNS if one in values and one not in NEEDED
        ]
        _check_structure(line, values.get("organization", ""))
        _check_seat(line)
        if line.known is not None:
            self._seated_again(line, line.known, term)

    def _seated_again(self, line: Line, known: Known, term: Term) -> None:
        """Somebody of this council who gets a seat in a term: what is known of them stays theirs."""
        line.sentences.append(f"{person_name(known.person)} est déjà connue ou connu dans ce conseil.")
        line.values = {**self._wanted(line), "term": term.number}
        present = {**_person(known.person), **_reach(known.contact)}
        line.changes = _told([one for one in changes(line.values, present) if one in present], line.values, present)
        if term.id not in self.days:
            self.days[term.id] = (services.first_day(term), services.last_day(term))
        try:
            services.refuse_double(known.person, term.council_id, *self.days[term.id])
            if "accepted_on" in line.values:
                minors.require_authorized(known.person.id)
        except Refused as refusal:
            line.fail(*refusal.sentences)

    def _known(self, line: Line, known: Known, seat: Membership) -> None:
        stands, wanted = present(seat, known.contact), self._wanted(line)
        changed = changes(wanted, stands)
        line.values = {"college": seat.college, **{name: wanted[name] for name in changed}}
        if changed:
            line.verdict = Verdict.CHANGED
            line.changes = _told(changed, wanted, stands)
            _check_change(line, changed, seat)


def _check_seat(line: Line) -> None:
    """What keeps somebody from a new seat (domain §1.3)."""
    if line.values.get("elected_official"):
        line.fail("Mandat électif\u00a0: une personne élue ne peut pas siéger. Retirez cette ligne du fichier.")
    accepted = line.values.get("accepted_on")
    if accepted is not None and accepted < FIRST_COUNCILS:
        line.fail(
            f"Accepté le\u00a0: il n’y avait pas de conseil avant le {date_short(FIRST_COUNCILS)}. Vérifiez l’année."
        )


def sheet_of(
    values: Mapping[str, Any], seat: Membership, organization: Organization | None, contact: Contact | None = None
) -> Sheet:
    """The sheet of a member with some values replaced; how to reach them only when a value is about that."""
    said = {**_person(seat.person), **{name: getattr(seat, name) for name in _OF_A_SEAT}, **values}
    reach = {**_reach(contact), **values}
    texts = (reach["email"] or "", reach["phone"] or "", reach["postal_address"] or "")
    named = (*_OF_A_PERSON, "college", "origin", "voting", "elected_official", "independent_on", "accepted_on")
    return Sheet(
        **{name: said[name] for name in named},
        organization=organization,
        minor_until=seat.person.minor_until,
        suspended_from=seat.suspended_from,
        suspended_to=seat.suspended_to,
        reach=Reach(*texts, reach["prefers"] or Channel.EMAIL) if any(name in values for name in REACHING) else None,
    )


def present(seat: Membership, contact: Contact | None) -> dict[str, Any]:
    """What the site says of somebody, by column."""
    structure = seat.organization.name if seat.organization else ""
    of_seat = {name: getattr(seat, name) for name in _OF_A_SEAT}
    return {**_person(seat.person), **of_seat, **_reach(contact), "organization": structure}


def changes(wanted: Mapping[str, Any], stands: Mapping[str, Any]) -> list[str]:
    """The columns in which a row says something else than what stands, in their order."""
    loose = {"email": str.lower, "organization": fold}

    def differs(name: str) -> bool:
        same = loose.get(name)
        if same is not None:
            return same(wanted[name]) != same(stands.get(name) or "")
        return bool(wanted[name] != stands.get(name))

    return [name for name in COLUMNS if name != "term" and name in wanted and differs(name)]


def _person(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in _OF_A_PERSON}


def _reach(contact: Contact | None) -> dict[str, Any]:
    return {name: getattr(contact, name, None) for name in REACHING}


def _told(changed: Sequence[str], wanted: Mapping[str, Any], stands: Mapping[str, Any]) -> list[Change]:
    return [Change(COLUMNS[one].title, columns.shown(stands[one]), columns.shown(wanted[one])) for one in changed]


def _check_structure(line: Line, structure: str) -> None:
    college = line.values["college"]
    if college is College.LOCAL_ACTORS and not structure:
        line.fail("Structure\u00a0: donnez le nom de celle que cette personne représente.")
    if college is College.RESIDENTS and line.values.get("organization"):
        line.fail("Structure\u00a0: un habitant n’en représente pas. Effacez cette case, ou corrigez le collège.")


def _check_change(line: Line, changed: Sequence[str], seat: Membership) -> None:
    """Say what forbids a change, as the sheet of the member would."""
    if "rank" in changed:
        line.fail("Rang : un fichier ne change pas le rang de quelqu’un qui siège. Laissez cette case vide.")
    if "accepted_on" in changed and seat.accepted_on is not None:
        line.fail(f"Accepté le : son accord est noté, le {date_short(seat.accepted_on)}. Laissez cette case vide.")
    _check_structure(line, line.values.get("organization") or (seat.organization.name if seat.organization else ""))
    try:
        editing.check(seat, sheet_of(line.values, seat, seat.organization))
        if "accepted_on" in changed:
            minors.require_authorized(seat.person_id)
    except Refused as refusal:
        line.fail(*refusal.sentences)


def _refuse_doubles(lines: Sequence[Line]) -> None:
    """A new row of a name that an earlier one has is another person only when both have an address of their own."""
    seen: dict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        if line.verdict is not Verdict.NEW or line.known is not None:
            continue
        earlier = seen[name_key(line.values["given_name"], line.values["family_name"]), line.term]
        email = line.values.get("email", "").lower()
        if earlier and (not email or any(one.values.get("email", "").lower() in {"", email} for one in earlier)):
            line.fail(
                f"Le même nom est écrit à la ligne {earlier[0].number}. Si c’est la même personne, laissez cette ligne "
                "de côté\u00a0; si ce sont deux personnes, donnez à chacune son propre courriel."
            )
        earlier.append(line)
