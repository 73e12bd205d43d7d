"""What the rules of a council settle, as their form asks it: each article prefilled with what is usual."""

from __future__ import annotations

import re
from typing import Any

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from councils.charter.articles import KINDS, LEAST_DAYS, MOST_DAYS, Articles
from foundation.forms import Form

MOST_PEOPLE, MOST_PARTS = 200, 100
_QUORUM = re.compile(r"(\d{1,3})(?:/(\d{1,3}))?")
NO_QUORUM = "Écrivez une part comme 1/2, un nombre de membres comme 11, ou laissez vide."
NO_SHARE = "Écrivez une part comme 1/3."


def bare(value: str | None) -> str | None:
    """A share without blanks: « 1 / 2 » is « 1/2 »; anything else as it was typed."""
    short = "".join((value or "").split())
    return short if _QUORUM.fullmatch(short) or not short else value


def _is_share(top: str, bottom: str) -> bool:
    return 0 < int(top) <= int(bottom) <= MOST_PARTS


class Quorum:
    """Nothing, a share such as 1/2, or a number of members."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002
        if not field.data:
            return
        found = _QUORUM.fullmatch(field.data)
        if found is None:
            raise ValidationError(NO_QUORUM)
        if found[2] is None and not 1 <= int(found[1]) <= MOST_PEOPLE:
            raise ValidationError(f"Écrivez un nombre de membres de 1 à {MOST_PEOPLE}, ou une part comme 1/2.")
        if found[2] is not None and not _is_share(found[1], found[2]):
            raise ValidationError("Cette part n’existe pas\u00a0: écrivez par exemple 1/2, 1/3 ou 2/3.")


class Share:
    """A share such as 1/3, of at most one."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002
        found = _QUORUM.fullmatch(field.data or "")
        if found is None or found[2] is None or not _is_share(found[1], found[2]):
            raise ValidationError(NO_SHARE)


def counted(label: str, least: int, most: int, hint: str = "") -> IntegerField:
    """A whole number that must be given."""
    said = f"Écrivez un nombre de {least} à {most}."
    return IntegerField(
        label,
        [InputRequired(said), NumberRange(least, most, said)],
        description=hint,
        render_kw={"inputmode": "numeric"},
    )


def _notice(kind: str) -> IntegerField:
    return counted(f"Pour {KINDS[kind]}", LEAST_DAYS, MOST_DAYS)


def _quorum(kind: str) -> StringField:
    return StringField(f"Pour {KINDS[kind]}", [Quorum()], filters=[bare], render_kw={"autocomplete": "off"})


class ArticlesForm(Form):
    """The articles that the site applies by itself (domain §3.4)."""

    kinds = tuple(KINDS)
    notice_plenary = _notice("plenary")
    notice_public_meeting = _notice("public_meeting")
    notice_working_group = _notice("working_group")
    notice_board = _notice("board")
    notice_general_assembly = _notice("general_assembly")
    notice_walk_debrief = _notice("walk_debrief")
    quorum_plenary = _quorum("plenary")
    quorum_public_meeting = _quorum("public_meeting")
    quorum_working_group = _quorum("working_group")
    quorum_board = _quorum("board")
    quorum_general_assembly = _quorum("general_assembly")
    quorum_walk_debrief = _quorum("walk_debrief")
    second_call_without_quorum = BooleanField(
        "Faute de quorum, une seconde réunion sur le même ordre du jour peut décider sans quorum"
    )
    plenary_open_to_public = BooleanField(
        "Les plénières sont ouvertes au public", description="La page de chaque plénière le dira."
    )
    max_proxies_per_holder = counted(
        "Pouvoirs qu’une même personne peut porter", 0, 10, "0\u00a0: personne ne vote pour une autre personne."
    )
    proxy_same_college = BooleanField("Un pouvoir se donne seulement à un membre du même collège")
    proxy_counts_in_quorum = BooleanField("Les personnes représentées comptent dans le quorum")
    casting_vote = BooleanField(
        "En cas d’égalité, la voix de la présidence départage", description="Sinon, la décision n’est pas adoptée."
    )
    secrecy_share = StringField(
        "Part des membres présents qui peut demander un vote secret",
        [InputRequired(NO_SHARE), Share()],
        filters=[bare],
        description="Par exemple 1/3.",
        render_kw={"autocomplete": "off"},
    )
    written_vote_days = counted(
        "Durée d’un vote écrit, en jours entiers", LEAST_DAYS, MOST_DAYS, "Un vote par le site ne sera pas plus court."
    )
    written_vote_percent = IntegerField(
        "Participation demandée à un vote écrit, en pour cent",
        [Optional(), NumberRange(1, 100, "Écrivez un nombre de 1 à 100, ou laissez vide.")],
        description="La part des membres qui doivent répondre pour que le vote décide. Vide\u00a0: aucun minimum.",
        render_kw={"inputmode": "numeric"},
    )
    absences_before_vacancy = counted(
        "Absences sans excuse, de suite, avant qu’une place soit dite vacante",
        1,
        20,
        "Le conseil en décide\u00a0: rien n’est fait tout seul.",
    )
    minutes_comment_days = counted("Jours pour faire des remarques sur un compte rendu", 1, MOST_DAYS)

    def articles(self) -> Articles:
        """What was typed, of a form that holds."""
        return Articles(
            notice_days={kind: self[f"notice_{kind}"].data for kind in KINDS},
            quorum={kind: self[f"quorum_{kind}"].data or "" for kind in KINDS},
            **{name: self[name].data for name in PLAIN},
        )


PLAIN = tuple(name for name in Articles().params() if name not in ("notice_days", "quorum"))


def shown(articles: Articles) -> dict[str, Any]:
    """What articles say, as the fields of their form."""
    return {
        **{name: getattr(articles, name) for name in PLAIN},
        **{f"notice_{kind}": articles.notice_days[kind] for kind in KINDS},
        **{f"quorum_{kind}": articles.quorum[kind] for kind in KINDS},
    }
