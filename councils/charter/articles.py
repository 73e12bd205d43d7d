"""The articles of a council's rules that the site applies by itself, with what holds where the rules say nothing.

Kinds of meetings are named by their codes (domain §3.1, §3.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from foundation.text import plural

LEAST_DAYS, MOST_DAYS = 1, 60
# the kinds of meetings by their codes, as a sentence names one
KINDS: Mapping[str, str] = {
    "plenary": "une plénière",
    "public_meeting": "une réunion publique",
    "working_group": "une réunion de commission",
    "board": "une réunion du bureau",
    "general_assembly": "une assemblée générale",
    "walk_debrief": "une restitution de marche",
}
# clear days between the notice and the meeting, as is usual (domain §3.1)
USUAL_NOTICE: Mapping[str, int] = {
    "plenary": 7,
    "public_meeting": 7,
    "working_group": 5,
    "board": 3,
    "general_assembly": 15,
    "walk_debrief": 7,
}
# what must be present for a motion to be put: nothing, a share such as 1/2, or a number of people (`R-QUO-02`)
USUAL_QUORUM: Mapping[str, str] = {
    "plenary": "",
    "public_meeting": "",
    "working_group": "",
    "board": "1/2",
    "general_assembly": "",
    "walk_debrief": "",
}


@dataclass(frozen=True)
class Articles:
    """What the rules of a council settle, article by article (domain §3.4).

    `written_vote_days`: how long a written vote lasts at least, in whole days; `written_vote_percent`: the share of
    the voters who must answer (ruling 11). `notice_days` and `quorum` are by the code of a kind of meeting.
    `secrecy_share`: the share of the voters present, such as 1/3, at whose request a vote is secret.
    """

    written_vote_days: int = 5
    written_vote_percent: int | None = None
    notice_days: Mapping[str, int] = field(default_factory=lambda: dict(USUAL_NOTICE))
    quorum: Mapping[str, str] = field(default_factory=lambda: dict(USUAL_QUORUM))
    proxy_counts_in_quorum: bool = False
    max_proxies_per_holder: int = 1
    proxy_same_college: bool = False
    second_call_without_quorum: bool = True
    casting_vote: bool = False
    secrecy_share: str = "1/3"
    absences_before_vacancy: int = 3
    plenary_open_to_public: bool = False
    minutes_comment_days: int = 7

    def params(self) -> dict[str, Any]:
        """As a version of the rules keeps them."""
        return asdict(self)

    def told(self) -> list[tuple[str, str]]:
        """Each article in words."""
        return [*self._told_of_meetings(), *self._told_of_votes(), *self._told_of_members()]

    def _told_of_meetings(self) -> list[tuple[str, str]]:
        public = (
            "Les plénières sont ouvertes au public" if self.plenary_open_to_public else "Les plénières sont fermées"
        )
        days = {kind: plural(self.notice_days[kind], "jour plein", "jours pleins") for kind in KINDS}
        quorum = {kind: quorum_words(self.quorum[kind]) for kind in KINDS}
        again = "décide sans quorum" if self.second_call_without_quorum else "a besoin du même quorum"
        return [
            ("Délai de convocation", _grouped(days)),
            ("Quorum", _grouped(quorum)),
            ("Sans quorum", f"Une seconde réunion sur le même ordre du jour {again}"),
            ("Public", public if self.plenary_open_to_public else f"{public}\u00a0: il faut demander au conseil"),
        ]

    def _told_of_votes(self) -> list[tuple[str, str]]:
        share = self.written_vote_percent
        chair = "La voix de la présidence départage" if self.casting_vote else "La décision n’est pas adoptée"
        return [
            ("Pouvoirs", self._proxies()),
            ("Égalité des voix", chair),
            ("Vote secret", f"À la demande {share_words(self.secrecy_share)} des membres présents"),
            ("Durée d’un vote écrit", f"{plural(self.written_vote_days, 'jour entier', 'jours entiers')} au moins"),
            ("Participation à un vote écrit", f"{share}\u00a0% des membres au moins" if share else "Aucun minimum"),
        ]

    def _proxies(self) -> str:
        if not self.max_proxies_per_holder:
            return "Personne ne peut voter pour une autre personne"
        college = ", entre membres du même collège" if self.proxy_same_college else ""
        counted = "comptent" if self.proxy_counts_in_quorum else "ne comptent pas"
        most = plural(self.max_proxies_per_holder, "pouvoir", "pouvoirs")
        return f"{most} au plus par personne{college}\u00a0; les personnes représentées {counted} dans le quorum"

    def _told_of_members(self) -> list[tuple[str, str]]:
        absences = plural(self.absences_before_vacancy, "absence sans excuse", "absences sans excuse")
        return [
            ("Place vacante", f"Après {absences} de suite"),
            ("Remarques sur un compte rendu", f"Pendant {plural(self.minutes_comment_days, 'jour', 'jours')}"),
        ]


USUAL = Articles()
_SHARES = {
    "1/2": "de la moitié",
    "1/3": "du tiers",
    "2/3": "des deux tiers",
    "1/4": "du quart",
    "3/4": "des trois quarts",
}


def share_words(share: str) -> str:
    """« du tiers », « de 3/5 »."""
    return _SHARES.get(share, f"de {share}")


def quorum_words(quorum: str) -> str:
    """« aucun quorum », « 1/2 des membres », « 11 membres »."""
    if not quorum:
        return "aucun quorum"
    return f"{quorum} des membres" if "/" in quorum else plural(int(quorum), "membre", "membres")


def _grouped(said: Mapping[str, str]) -> str:
    """What is said of each kind, the kinds of which the same is said together."""
    groups: dict[str, list[str]] = {}
    for kind, words in said.items():
        groups.setdefault(words, []).append(KINDS[kind])
    told = "\u00a0; ".join(f"{words} pour {', '.join(kinds)}" for words, kinds in groups.items())
    return told[:1].upper() + told[1:]


def of(params: Mapping[str, Any]) -> Articles:
    """The articles that a version keeps; what it does not say is as usual."""
    known = {name: params[name] for name in asdict(USUAL) if name in params}
    for name, usual in (("notice_days", USUAL_NOTICE), ("quorum", USUAL_QUORUM)):
        known[name] = {**usual, **known.get(name, {})}
    return Articles(**known)
