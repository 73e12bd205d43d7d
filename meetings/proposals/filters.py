"""The filters of the register, and the choice of a committee."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, RadioField, SearchField, SelectChoice
from wtforms.validators import InputRequired, Length

from councils.contracts.forms import ListedField, Pairs
from foundation.forms import FilterForm, Form, cleaned
from meetings.proposals.models import ProposalTheme
from meetings.proposals.register import STATES, Wanted

LONGEST = 100


class RegisterFilters(FilterForm):
    """What one looks for among the proposals (`R-PRP-08`)."""

    q = SearchField(
        "Mots",
        [Length(max=LONGEST, message=f"Cherchez avec moins de mots\u00a0: {LONGEST} caractères au plus.")],
        filters=[cleaned],
    )
    conseil = ListedField("Conseil")
    theme = ListedField("Thème")
    comite = ListedField("Comité")
    etat = ListedField("État ou réponse")
    retard = BooleanField("Seulement les réponses en retard", render_kw={"value": "oui"})

    def __init__(self, councils: Pairs, committees: Pairs) -> None:
        super().__init__()
        self.conseil.offers("Tous", councils)
        self.theme.offers("Tous", ProposalTheme.options())
        self.comite.offers("Tous", committees)
        self.etat.offers("Tous", [(name, label) for name, (label, _) in STATES.items()])

    def wanted(self) -> Wanted:
        """The filters in use."""
        return Wanted(
            words=self.q.data or "",
            council=self.conseil.data or "",
            theme=self.theme.data or "",
            committee=self.comite.data or "",
            state=self.etat.data or "",
            late=bool(self.retard.data),
        )


class TransmitForm(Form):
    """To which committee a proposal is sent."""

    committee = RadioField(
        "À quel comité l’envoyer\u202f?", [InputRequired("Choisissez le comité qui doit répondre.")], choices=[]
    )

    def __init__(self, committees: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.committee.choices = [SelectChoice(slug, words) for slug, words in committees]
        if len(committees) == 1 and self.committee.data is None:
            self.committee.data = committees[0][0]
