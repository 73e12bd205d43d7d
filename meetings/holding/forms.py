"""What is typed while a meeting goes on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Self

from wtforms import (
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from citizens.naming import name_in
from councils.models import Membership
from foundation.forms import AtMost, AtMostVisible, Form, cleaned
from meetings.presence.models import AttendanceStatus
from meetings.votes.models import VoteChoice, VoteMethod
from meetings.votes.putting import IN_ROOM, Question
from meetings.votes.tally import Totals

METHODS = {one.value: one for one in IN_ROOM}
CHOICES = {one.value: one for one in VoteChoice}
STATUSES = {one.value: one for one in AttendanceStatus}
HERE, REMOTE = "salle", "distance"
LEFT, ASIDE = "left", "aside"


def _count(label: str) -> IntegerField:
    return IntegerField(
        label,
        [Optional(), NumberRange(0, 999, "Un nombre de 0 à 999.")],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "min": "0"},
    )


class TotalsForm(Form):
    """The hands counted in the room (`R-VOT-09`)."""

    votes_for = _count("Pour")
    against = _count("Contre")
    abstain = _count("Abstention")
    apart = _count("Ne prennent pas part au vote")
    casting = SelectField(
        "Voix de la présidence, à égalité",
        [Optional()],
        choices=[SelectChoice("", "Pas d’égalité"), SelectChoice("for", "Pour"), SelectChoice("against", "Contre")],
    )

    def totals(self) -> Totals:
        """What was counted, of a form that holds; an empty box is zero, since all together are checked anyway."""
        return Totals(self.votes_for.data or 0, self.against.data or 0, self.abstain.data or 0, self.apart.data or 0)


class CastingForm(Form):
    """The voice of whoever presides, when a named vote ends in a tie."""

    casting = SelectField(
        "Voix de la présidence, à égalité",
        [Optional()],
        choices=[SelectChoice("", "Pas d’égalité"), SelectChoice("for", "Pour"), SelectChoice("against", "Contre")],
    )


def casting_of(form: TotalsForm | CastingForm) -> VoteChoice | None:
    """The voice that decides a tie; None when nobody gave one."""
    return CHOICES.get(form.casting.data or "")


class QuestionForm(Form):
    """A question for the vote."""

    question = StringField(
        "Question", [InputRequired("Écrivez la question mise aux voix."), AtMost(300)], filters=[cleaned]
    )
    text = TextAreaField(
        "Texte mis aux voix",
        [Optional(), AtMostVisible(5000)],
        filters=[cleaned],
        description="Si le texte est plus long que la question.",
        render_kw={"rows": 6},
    )
    method = RadioField(
        "Comment on vote",
        [InputRequired("Choisissez comment on vote.")],
        choices=[SelectChoice(key, one.label) for key, one in METHODS.items()],
        default=VoteMethod.SHOW_OF_HANDS.value,
    )

    def asked(self) -> Question:
        """What was typed, of a form that holds."""
        return Question(self.question.data, METHODS[self.method.data], self.text.data or "")


class MethodForm(Form):
    """How one votes on the title of an item, as it stands."""

    method = SelectField(choices=[SelectChoice(key, one.label) for key, one in METHODS.items()])


class GuestForm(Form):
    """Somebody who comes without sitting on the council (`R-ATT-04`)."""

    name = StringField("Nom", [InputRequired("Écrivez le nom."), AtMost(100)], filters=[cleaned])
    function = StringField(
        "À quel titre",
        [InputRequired("Écrivez à quel titre cette personne est là."), AtMost(160)],
        filters=[cleaned],
        description="Par exemple «\u202félue au logement, Ville de Lille\u202f».",
    )


class HolderForm(Form):
    """To whom one gives one’s power."""

    holder = SelectField(
        "Qui votera pour vous",
        [InputRequired("Choisissez une personne.")],
        description="Qui porte déjà le pouvoir de quelqu’un, ou a donné le sien, n’est pas dans la liste.",
    )

    def prepare(self, seats: Iterable[Membership]) -> None:
        """Offer those who may still receive a power."""
        named = (SelectChoice(str(one.id), name_in(one.person, one.council_id)) for one in seats)
        self.holder.choices = [SelectChoice("", "Choisissez…"), *named]


class OtherForm(Form):
    """Who came to a meeting of a committee or of the network without having said so."""

    seat = SelectField("Qui est là", [InputRequired("Choisissez une personne.")])

    def prepare(self, people: Iterable[tuple[str, str]]) -> Self:
        """Offer those who are convened and of whom nothing is known yet."""
        self.seat.choices = [SelectChoice("", "Choisissez…"), *(SelectChoice(key, name) for key, name in people)]
        return self


class PaperProxyForm(HolderForm):
    """A power made on paper (`R-PRX-06`)."""

    giver = SelectField("Qui donne son pouvoir", [InputRequired("Choisissez une personne.")])
    holder = SelectField("À qui", [InputRequired("Choisissez une personne.")])
    scan = FileField(
        "Photo ou copie du papier",
        [Optional()],
        description="Vue par l’équipe du conseil seulement, effacée avec les présences.",
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.webp,application/pdf,image/*"},
    )

    def offer(self, seats: Iterable[Membership]) -> None:
        """Offer all who may vote, on both sides."""
        self.prepare(seats)
        self.giver.choices = self.holder.choices


class SheetForm(Form):
    """A photo or scan of the sheet that was signed (`R-ATT-02`)."""

    file = FileField(
        "Photo ou copie de la feuille signée",
        description="Un PDF, ou une image JPEG, PNG ou WebP, de 10\u202fMo au plus. Une photo par page.",
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.webp,application/pdf,image/*"},
    )


class NoteForm(Form):
    """The notes of an item, with the revision that their writer had read; `over` takes them from who is writing."""

    version = HiddenField()
    over = SelectField(validators=[Optional()], choices=[SelectChoice("oui", "Prendre la main")])
    text = TextAreaField("Notes", [Optional()], filters=[cleaned], render_kw={"rows": 14})

    def read_revision(self) -> int:
        """The revision read; -1 for none."""
        return int(self.version.data) if (self.version.data or "").isdecimal() else -1


class DecisionForm(Form):
    """Something decided that is to be done."""

    text = StringField(
        "Ce qui est décidé",
        [InputRequired("Écrivez ce qui est décidé."), AtMost(500)],
        filters=[cleaned],
        description="Par exemple «\u202fÉcrire au bailleur au sujet des ascenseurs\u202f».",
    )
    owner = SelectField("Qui s’en charge", [Optional()])
    due_on = DateField("Pour quand", [Optional()])

    def prepare(self, seats: Iterable[Membership]) -> None:
        """Offer those who sit on the council."""
        named = (SelectChoice(str(one.id), name_in(one.person, one.council_id)) for one in seats)
        self.owner.choices = [SelectChoice("", "Personne en particulier"), *named]


class CheckInForm(Form):
    """Noting oneself present with the code of the room."""

    word = StringField(
        "Code affiché dans la salle",
        [InputRequired("Écrivez le code affiché dans la salle."), AtMost(20)],
        filters=[cleaned],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    where = SelectField(choices=[SelectChoice(HERE, "Je suis dans la salle"), SelectChoice(REMOTE, "À distance")])


class TickForm(Form):
    """How somebody is there: the button pressed says it."""

    status = SelectField(
        choices=[*(SelectChoice(one.value, one.label) for one in AttendanceStatus), SelectChoice(LEFT, "Est parti·e")]
    )


class CallForm(Form):
    """What somebody said at the roll call."""

    choice = SelectField(
        choices=[*(SelectChoice(one.value, one.label) for one in VoteChoice), SelectChoice(ASIDE, "Se retire du vote")]
    )


class VoiceForm(Form):
    """One’s answer, or the answer of whoever gave one power."""

    answer = HiddenField(validators=[InputRequired("Choisissez une réponse.")])

    def named(self) -> tuple[uuid.UUID, uuid.UUID, VoteChoice] | None:
        """The motion, the seat on its list and the answer that the button names; None for anything else."""
        try:
            motion, elector, choice = (self.answer.data or "").split("/")
            return uuid.UUID(motion), uuid.UUID(elector), CHOICES[choice]
        except (ValueError, KeyError):
            return None
