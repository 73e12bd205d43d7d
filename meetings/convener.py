"""Who meets: a council, a committee, or the network of all councils."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from councils.committees.models import Committee
from councils.models import Council
from foundation.addresses import page

NOBODY = uuid.UUID(int=0)
COMMITTEES = "comites/"
NETWORK = "reseau/"


@dataclass(frozen=True)
class Convener:
    """Who a meeting belongs to: at most one of both; the network when neither.

    `slug` is what the addresses of its meetings begin with: the slug of a council, that of a committee after
    « comites/ », « reseau/ » for the network. No council's slug holds a slash.
    """

    council: Council | None = None
    committee: Committee | None = None

    @property
    def council_id(self) -> uuid.UUID | None:
        """The council, when it is one."""
        return self.council.id if self.council is not None else None

    @property
    def committee_id(self) -> uuid.UUID | None:
        """The committee, when it is one."""
        return self.committee.id if self.committee is not None else None

    @property
    def id(self) -> uuid.UUID:
        """What tells it from any other; the network has the one that nothing has."""
        return self.council_id or self.committee_id or NOBODY

    @property
    def is_network(self) -> bool:
        """Whether it is all councils together."""
        return self.council is None and self.committee is None

    @property
    def is_demo(self) -> bool:
        """Whether it is one of the demonstration; the network is of both."""
        return bool(self._row and self._row.is_demo)

    @property
    def slug(self) -> str:
        """What the addresses of its meetings begin with."""
        if self.committee is not None:
            return COMMITTEES + self.committee.slug
        return self.council.slug if self.council is not None else NETWORK

    @property
    def name(self) -> str:
        """What it is called."""
        return self._row.name if self._row else "Réseau des conseils citoyens"

    @property
    def url(self) -> str:
        """The page where everybody reads about it."""
        if self.committee is not None:
            return page("committees.read", slug=self.committee.slug)
        return page("councils.read", slug=self.council.slug) if self.council is not None else page("meetings.network")

    @property
    def office(self) -> str:
        """The page of those who prepare its meetings."""
        if self.committee is not None:
            return page("answers.office", slug=self.committee.slug)
        return page("members.office", slug=self.council.slug) if self.council is not None else page("meetings.network")

    @property
    def kind(self) -> str:
        """« le conseil », « le comité », « le réseau »: what it is, inside a sentence."""
        return "le conseil" if self.council is not None else "le comité" if self.committee is not None else "le réseau"

    @property
    def _row(self) -> Council | Committee | None:
        return self.council or self.committee
