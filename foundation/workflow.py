"""Workflows as tables: the same rows give the buttons, the rule of each, the refusals and the diagram."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from foundation.choices import Choice


class Refused(Exception):
    """A step cannot be taken; `sentences` say why and what to do, in French, for the person who tried."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Moving(Protocol):
    """Anything whose `state` a workflow moves."""

    state: Any


Guard = Callable[[Any], str | None]


@dataclass(frozen=True)
class Transition:
    """One step: from which states, to which, under which rule, with which words on its button.

    A guard gives None, or the sentence to show. `rule` is the name of a policy rule, or "system" for a step
    that only the clock takes.
    """

    name: str
    sources: Collection[Choice]
    target: Choice
    rule: str
    label: str
    guards: tuple[Guard, ...] = ()
    needs_comment: bool = False


class Workflow:
    """The table of an object's steps, and the only code that writes its state."""

    def __init__(self, title: str, initial: Choice, *transitions: Transition) -> None:
        self.title = title
        self.initial = initial
        self.transitions = transitions
        self._by_name: dict[str, list[Transition]] = {}
        for transition in transitions:
            self._by_name.setdefault(transition.name, []).append(transition)

    def __iter__(self) -> Iterator[Transition]:
        return iter(self.transitions)

    def open_from(self, subject: Moving) -> list[Transition]:
        """The steps that leave the subject's present state, whether or not their guards hold."""
        return [step for step in self.transitions if subject.state in step.sources]

    def step(self, subject: Moving, name: str) -> Transition:
        """The named step from the subject's present state. Raises Refused when there is none."""
        for transition in self._by_name.get(name, []):
            if subject.state in transition.sources:
                return transition
        raise Refused(
            f"Cette étape n’est plus possible\u00a0: l’état est maintenant «\u202f{subject.state.label}\u202f»."
        )

    def move(self, subject: Moving, name: str, comment: str = "") -> Transition:
        """Take the named step and give it back. Raises Refused, and changes nothing, when it cannot be taken."""
        transition = self.step(subject, name)
        reasons = [reason for guard in transition.guards if (reason := guard(subject))]
        if transition.needs_comment and not comment.strip():
            reasons.append("Écrivez pourquoi\u00a0: cette étape demande une explication.")
        if reasons:
            raise Refused(*reasons)
        subject.state = transition.target
        return transition

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial.value}"]
        for step in self.transitions:
            lines += [
                f"    {source.value} --> {step.target.value}: {step.label} ({step.rule})" for source in step.sources
            ]
        return "\n".join(lines)
