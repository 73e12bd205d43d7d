"""What a meeting asks of whoever prepares it, and of whoever is convened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self
from urllib.parse import urlsplit

from wtforms import (
    DateField,
    FileField,
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

from foundation.forms import AtMost, Form, cleaned
from meetings.convener import Convener
from meetings.convening import conveners, series
from meetings.convening.asked import Plan, Point
from meetings.convening.series import Repeat
from meetings.convening.wording import ANSWERS
from meetings.models import OF_COUNCIL, Coming, DeliveryChannel, ItemKind, Meeting, MeetingKind, NeedKind

KINDS = {kind.value: kind for kind in MeetingKind}
ITEM_KINDS = {kind.value: kind for kind in ItemKind if kind is not ItemKind.OTHER_BUSINESS}
CHANNELS = {one.value: one for one in (DeliveryChannel.LETTER, DeliveryChannel.SMS, DeliveryChannel.HAND)}
NEEDS = {one.value: one for one in NeedKind}
ANSWERABLE = {one.value: one for one in Coming}
REPEATS = {
    "": "Non, une seule fois",
    str(series.MONTHLY): "Chaque mois, le même jour de la semaine (par exemple le 2e mardi)",
    "1": "Chaque semaine",
    **{str(weeks): f"Toutes les {weeks} semaines" for weeks in (2, 3, 4, 6, 8)},
}
INTERNAL, PUBLIC = "interne", "public"
FIRST, SECOND = "premiere", "seconde"


def ticks(label: str, offered: Sequence[SelectChoice], hint: str = "") -> SelectMultipleField:
    """Several boxes, none of which must be ticked."""
    return SelectMultipleField(
        label,
        choices=offered,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=hint,
    )


class PlanForm(Form):
    """When, where and what a meeting is."""

    kind = SelectField("Quelle réunion", choices=[SelectChoice(one.value, one.label) for one in OF_COUNCIL])
    title = StringField(
        "Titre",
        [InputRequired("Donnez un titre, par exemple «\u202fPlénière de janvier\u202f»."), AtMost(160)],
        filters=[cleaned],
        description="Par exemple «\u202fPlénière de janvier\u202f».",
    )
    day = DateField("Jour", [InputRequired("Donnez le jour de la réunion.")])
    hour = TimeField("Heure", [InputRequired("Donnez l’heure du début.")], description="À l’heure de Paris.")
    which = RadioField(
        "Cette nuit-là, les horloges montrent cette heure deux fois. Laquelle\u00a0?",
        [Optional()],
        choices=[SelectChoice(FIRST, "La première fois"), SelectChoice(SECOND, "La seconde fois, une heure plus tard")],
    )
    duration_min = IntegerField(
        "Durée, en minutes",
        [InputRequired("Donnez la durée."), NumberRange(15, 720, "Entre 15 minutes et 12 heures (720).")],
        render_kw={"inputmode": "numeric"},
    )
    place = StringField(
        "Lieu",
        [InputRequired("Donnez le nom du lieu."), AtMost(160)],
        filters=[cleaned],
        description="Par exemple «\u202fMaison de quartier, salle 2\u202f».",
    )
    address = StringField("Adresse", [InputRequired("Donnez l’adresse."), AtMost(300)], filters=[cleaned])
    access = StringField(
        "Comment entrer",
        [Optional(), AtMost(300)],
        filters=[cleaned],
        description="Étage, ascenseur, plain-pied, boucle magnétique, arrêt de bus.",
    )
    remote_url = StringField(
        "Lien pour participer à distance",
        [Optional(), AtMost(300)],
        filters=[cleaned],
        description="Montré aux seules personnes convoquées.",
        render_kw={"inputmode": "url", "autocomplete": "off"},
    )

    offers = ticks(
        "Aide pour venir",
        [SelectChoice(one.value, one.label) for one in NeedKind],
        "Cochez ce que vous pouvez offrir\u00a0: chaque personne convoquée dira si elle en a besoin.",
    )

    def of(self, convener: Convener) -> Self:
        """Offer the kinds of meetings that a convener holds."""
        self.kind.choices = [SelectChoice(one.value, one.label) for one in conveners.kinds(convener)]
        return self

    def validate_remote_url(self, field: StringField) -> None:
        """An address that a browser opens safely."""
        parts = urlsplit(field.data or "")
        if field.data and (parts.scheme != "https" or not parts.hostname):
            raise ValidationError("Copiez l’adresse entière du lien\u00a0: elle commence par https.")

    def asked(self) -> Plan:
        """What was typed, of a form that holds."""
        return Plan(
            kind=KINDS[self.kind.data],
            title=self.title.data,
            day=self.day.data,
            hour=self.hour.data,
            duration_min=self.duration_min.data,
            place=self.place.data,
            address=self.address.data,
            access=self.access.data or "",
            remote_url=self.remote_url.data or "",
            second=self.which.data == SECOND,
            offers=frozenset(NEEDS[one] for one in self.offers.data or ()),
        )


class NewPlanForm(PlanForm):
    """A new meeting, or a series of them."""

    repeat = SelectField(
        "Répéter",
        choices=[SelectChoice(value, words) for value, words in REPEATS.items()],
        description="Chaque réunion de la série se prépare et se convoque à part.",
    )
    times = IntegerField(
        "Combien de réunions en tout",
        [Optional(), NumberRange(2, series.MOST, f"Entre 2 et {series.MOST} réunions.")],
        description=f"Seulement pour répéter\u00a0: de 2 à {series.MOST}.",
        render_kw={"inputmode": "numeric"},
    )

    def validate_repeat(self, field: SelectField) -> None:
        """A series says how many."""
        if field.data and not self.times.data:
            raise ValidationError(f"Dites combien de réunions préparer, de 2 à {series.MOST}.")

    def series(self) -> Repeat:
        """How often, of a form that holds: once when nothing is repeated."""
        return Repeat(int(self.repeat.data), self.times.data) if self.repeat.data else Repeat(series.MONTHLY, 1)


class PostponeForm(PlanForm):
    """Another day, hour or place for a meeting that was convened."""

    urgent_reason = TextAreaField(
        "Pourquoi c’est urgent",
        [Optional(), AtMost(500)],
        filters=[cleaned],
        description="Seulement si la nouvelle convocation part plus tard que prévu et que la réunion doit décider.",
        render_kw={"rows": 3},
    )


def shown(meeting: Meeting) -> dict[str, object]:
    """What a meeting says, as the fields of its form."""
    names = ("title", "day", "hour", "duration_min", "place", "address", "access", "remote_url")
    return {"kind": meeting.kind.value, **{name: getattr(meeting, name) for name in names}, "offers": meeting.offers}


class LaterItemForm(Form):
    """An item that comes after the notice: it is among the other business (`R-MTG-03`)."""

    title = StringField("Nouveau point", [InputRequired("Écrivez le point à ajouter."), AtMost(200)], filters=[cleaned])
    minutes = IntegerField(
        "Durée prévue, en minutes",
        [Optional(), NumberRange(1, 600, "Entre 1 et 600 minutes, ou laissez vide.")],
        render_kw={"inputmode": "numeric"},
    )

    def point(self) -> Point:
        """What was typed, of a form that holds."""
        return Point(self.title.data, ItemKind.OTHER_BUSINESS, self.minutes.data)


class ItemForm(LaterItemForm):
    """An item for the agenda that the notice will tell."""

    kind = SelectField(
        "Ce qu’on en fait",
        choices=[SelectChoice(key, one.label) for key, one in ITEM_KINDS.items()],
        description="Seule une décision peut être mise aux voix.",
    )

    def point(self) -> Point:
        """What was typed, of a form that holds."""
        return Point(self.title.data, ITEM_KINDS[self.kind.data], self.minutes.data)


def item_form(meeting: Meeting) -> type[LaterItemForm]:
    """The form that adds to an agenda: before the notice it asks what the item is for."""
    return LaterItemForm if meeting.convened_at else ItemForm


class PaperForm(Form):
    """A document to join to an item, and for whom it is."""

    file = FileField(
        "Fichier",
        description="Un PDF, ou une image JPEG, PNG ou WebP, de 10\u202fMo au plus.",
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.webp,application/pdf,image/jpeg,image/png,image/webp"},
    )
    shown = RadioField(
        "Pour qui",
        [InputRequired("Dites si ce document est interne ou public.")],
        choices=[
            SelectChoice(INTERNAL, "Interne\u00a0: pour les membres du conseil et les personnes qui l’accompagnent"),
            SelectChoice(
                PUBLIC, "Public\u00a0: sur la page de la réunion. N’y laissez ni nom, ni adresse de personne."
            ),
        ],
        default=INTERNAL,
    )

    def is_public(self) -> bool:
        """Whether everybody may read it, of a form that holds."""
        return bool(self.shown.data == PUBLIC)


class ConveneForm(Form):
    """The notice as it will leave."""

    urgent_reason = TextAreaField(
        "Pourquoi c’est urgent",
        [Optional(), AtMost(500)],
        filters=[cleaned],
        description="Cette raison est écrite dans la convocation. La réunion commencera par l’approuver.",
        render_kw={"rows": 3},
    )


class CancelForm(Form):
    """Why a meeting is called off."""

    reason = TextAreaField(
        "Pourquoi la réunion est annulée",
        [InputRequired("Écrivez pourquoi\u00a0: cette raison est envoyée aux membres et publique."), AtMost(500)],
        filters=[cleaned],
        description="Envoyé aux personnes convoquées et montré à tous.",
        render_kw={"rows": 3},
    )


class DeliveryForm(Form):
    """How somebody without e-mail got the notice."""

    channel = SelectField("Remise par", choices=[SelectChoice(key, one.label) for key, one in CHANNELS.items()])


class AnswerForm(Form):
    """Whether one comes."""

    coming = SelectField(choices=[SelectChoice(one.value, words) for one, words in ANSWERS.items()])
    needs = ticks("Pour venir, j’ai besoin de", [SelectChoice(one.value, one.label) for one in NeedKind])

    def offering(self, kinds: Sequence[NeedKind]) -> Self:
        """Ask for what the meeting offers, and for nothing else."""
        self.needs.choices = [SelectChoice(one.value, one.label) for one in kinds]
        return self

    def needed(self) -> frozenset[NeedKind]:
        """What was ticked, of a form that holds."""
        return frozenset(NEEDS[one] for one in self.needs.data or ())

    def answer(self) -> Coming:
        """What was pressed, of a form that holds."""
        return ANSWERABLE[self.coming.data]
