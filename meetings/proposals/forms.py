from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from wtforms import (
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from councils.charter.articles import USUAL, Articles
from councils.territory.models import Neighborhood
from foundation import clock
from foundation.forms import AtMost, AtMostVisible, Form, cleaned
from meetings.ballots.counting import LEAST
from meetings.proposals.models import Proposal, ProposalKind, ProposalTheme
from meetings.proposals.texts import Words
from meetings.proposals.workflow import MOST_CHARACTERS
from meetings.votes import moments
from meetings.votes.models import VoteMethod

KINDS = {kind.value: kind for kind in ProposalKind}
THEMES = {theme.value: theme for theme in ProposalTheme}
MEANINGS = {
    ProposalKind.PROPOSAL: "Proposition\u00a0: demander une décision, avec ses raisons",
    ProposalKind.CONTRIBUTION: "Contribution\u00a0: apporter un constat ou un avis",
    ProposalKind.QUESTION: "Question\u00a0: demander une réponse écrite",
}
METHODS = {
    VoteMethod.WRITTEN: "Vote écrit\u00a0: chacun peut changer de réponse jusqu’à la clôture",
    VoteMethod.SECRET: "À bulletin secret\u00a0: un bulletin déposé ne se change plus",
}
LONGEST_TITLE, LONGEST_REASON, LONGEST_COMMENT = 160, 300, 1000
# what a draft may hold, Markdown signs included: five times what can be put to discussion
LONGEST_DRAFT = 25_000
DAYS_AHEAD, FARTHEST = 7, 366


class WriteForm(Form):
    """What its writers may change in a proposal; `version` is the one they read."""

    kind = RadioField(
        "Que voulez-vous écrire\u202f?",
        [InputRequired("Choisissez ce que vous voulez écrire.")],
        choices=[SelectChoice(kind.value, words) for kind, words in MEANINGS.items()],
    )
    title = StringField(
        "Titre",
        [InputRequired("Donnez un titre."), AtMost(LONGEST_TITLE)],
        filters=[cleaned],
        description="Ce que vous demandez, en une ligne. Exemple\u00a0: un banc devant l’école.",
        render_kw={"autocomplete": "off"},
    )
    theme = SelectField(
        "Thème",
        [Optional()],
        choices=[
            SelectChoice("", "Choisir…"),
            *(SelectChoice(theme.value, theme.label) for theme in ProposalTheme),
        ],
    )
    neighborhoods = SelectMultipleField(
        "Quartiers concernés",
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="Aucun quartier coché\u00a0: tout le territoire du conseil.",
    )
    text = TextAreaField(
        "Texte",
        [AtMost(LONGEST_DRAFT)],
        filters=[cleaned],
        description="Dites ce que vous demandez, pourquoi, et ce que cela changera. 5 000 caractères au plus\u00a0: "
        "environ deux pages.",
        render_kw={"rows": 16},
    )
    version = HiddenField()

    def offer(self, places: Sequence[Neighborhood]) -> None:
        """Put the neighborhoods that may be ticked into the form."""
        self.neighborhoods.choices = [SelectChoice(place.slug, place.name) for place in places]

    def words(self, places: Sequence[Neighborhood]) -> Words:
        """What was written, of a form that holds."""
        ticked = set(self.neighborhoods.data or [])
        return Words(
            KINDS[self.kind.data],
            self.title.data,
            self.text.data or "",
            THEMES.get(self.theme.data or "", ProposalTheme.OTHER),
            [place for place in places if place.slug in ticked],
        )

    def read_version(self) -> int:
        """The version that the writer had read; 0, which is none, when the form does not say."""
        return int(self.version.data) if str(self.version.data or "").isdecimal() else 0


class ReviseForm(WriteForm):
    """A text already put to discussion, to be changed."""

    text = TextAreaField(
        "Texte",
        [InputRequired("Écrivez le texte."), AtMost(LONGEST_DRAFT), AtMostVisible(MOST_CHARACTERS)],
        filters=[cleaned],
        description="5 000 caractères au plus\u00a0: environ deux pages.",
        render_kw={"rows": 16},
    )
    reason = StringField(
        "Ce qui change",
        [InputRequired("Dites en une phrase ce qui change."), AtMost(LONGEST_REASON)],
        filters=[cleaned],
        description="Une phrase, lue par le conseil. Exemple\u00a0: la date est précisée.",
        render_kw={"autocomplete": "off"},
    )


class DocumentForm(Form):
    """A file to join."""

    file = FileField(
        "Fichier",
        description="Un PDF, ou une image JPEG, PNG ou WebP, de 10 Mo au plus. N’y laissez ni adresse ni téléphone "
        "de quelqu’un.",
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.webp,application/pdf,image/jpeg,image/png,image/webp"},
    )


class ReasonForm(Form):
    """Why a step is taken that undoes something."""

    comment = TextAreaField(
        "Pourquoi\u202f?",
        [InputRequired("Écrivez pourquoi\u00a0: cette étape demande une explication."), AtMost(LONGEST_COMMENT)],
        filters=[cleaned],
        description="Quelques phrases, gardées avec la proposition\u00a0: qui peut la lire les lit aussi.",
        render_kw={"rows": 4},
    )


class VoteForm(Form):
    """When a vote closes, in Paris time, and how many must answer. `rules` are those that its council follows."""

    rules = USUAL
    method = RadioField(
        "Façon de voter",
        default=VoteMethod.WRITTEN.value,
        choices=[SelectChoice(method.value, words) for method, words in METHODS.items()],
    )
    day = DateField("Dernier jour du vote", [InputRequired("Donnez le dernier jour du vote.")])
    hour = TimeField(
        "Heure de clôture", [InputRequired("Donnez l’heure de clôture.")], description="À l’heure de Paris."
    )
    which = RadioField(
        "Cette nuit-là, cette heure vient deux fois. Laquelle\u202f?",
        [Optional()],
        choices=[
            SelectChoice("0", "La première, à l’heure d’été"),
            SelectChoice("1", "La seconde, à l’heure d’hiver"),
        ],
    )
    percent = IntegerField(
        "Participation demandée, en pour cent",
        [Optional(), NumberRange(1, 100, "Écrivez un nombre de 1 à 100, ou laissez vide.")],
        description="La part des membres qui doivent répondre pour que le vote décide. Souvent\u00a0: 50. "
        "Vide\u00a0: une seule réponse peut décider.",
        render_kw={"inputmode": "numeric"},
    )

    @property
    def comes_twice(self) -> bool:
        """Whether the hour chosen is said twice that night."""
        return len(self._moments()) > 1

    def validate_day(self, field: object) -> None:  # noqa: ARG002 - the field's name calls it
        """Refuse a day gone by, and a slip of the year."""
        today = clock.today()
        if self.day.data is not None and not today <= self.day.data <= today + timedelta(days=FARTHEST):
            raise ValidationError("Choisissez un jour à venir, dans l’année.")

    def validate_hour(self, field: object) -> None:  # noqa: ARG002 - the field's name calls it
        """Refuse an hour that no clock shows that day, and ask which when two do (`R-TIM-02`)."""
        if self.day.data is None or self.day.errors or self.hour.data is None:
            return
        found = self._moments()
        if not found:
            raise ValidationError(
                "Cette heure n’existe pas ce jour-là\u00a0: dans la nuit, les horloges avancent d’une heure. "
                "Choisissez-en une autre."
            )
        if len(found) > 1 and not self.which.data:
            raise ValidationError("Cette nuit-là, cette heure vient deux fois\u00a0: dites laquelle.")
        if fault := moments.fault_of_closing(clock.now(), self.closes_at(), self.rules.written_vote_days):
            raise ValidationError(fault)

    def closes_at(self) -> datetime:
        """The moment chosen, of a form that holds."""
        found = self._moments()
        return found[int(self.which.data)] if len(found) > 1 else found[0]

    def _moments(self) -> list[datetime]:
        if self.day.data is None or self.day.errors or self.hour.data is None:
            return []
        return clock.moments_at(self.day.data, self.hour.data)

    def chosen_method(self) -> VoteMethod:
        """The way of voting chosen, of a form that holds."""
        return VoteMethod.SECRET if self.method.data == VoteMethod.SECRET.value else VoteMethod.WRITTEN


def filled(proposal: Proposal) -> dict[str, object]:
    """What a form of writing shows of a proposal."""
    return {
        "kind": proposal.kind.value,
        "title": proposal.title,
        "theme": proposal.theme.value,
        "neighborhoods": [place.slug for place in proposal.neighborhoods],
        "text": proposal.text,
        "version": proposal.version,
    }


def vote_form(rules: Articles, voters: int, **values: Any) -> VoteForm:
    """The form of a vote in a council that follows these rules; a secret one is offered to enough voters only."""
    form = VoteForm(**values)
    form.rules = rules
    if voters < LEAST:
        form.method.choices = form.method.choices[:1]
    return form


def usual_closing(rules: Articles) -> dict[str, Any]:
    """A week from today, or the first day that the rules allow, at eight in the evening; the share that they ask."""
    days = max(DAYS_AHEAD, rules.written_vote_days + 1)
    moment = datetime.combine(clock.today() + timedelta(days=days), datetime.min.time())
    return {"day": moment.date(), "hour": moment.time().replace(hour=20), "percent": rules.written_vote_percent}
