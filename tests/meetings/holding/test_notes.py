"""Notes that two people write: what one typed while the other held them is kept, and saved over them at a press."""

from __future__ import annotations

from flask import Flask

from meetings.presence import notes
from tests.meetings import situations as s
from tests.meetings.holding import steps as h

ITEM = "La date de la fête"


def test_what_was_typed_while_another_writes_is_saved_by_taking_over(site: Flask) -> None:
    key = h.a_meeting(site)
    with h.evening():
        h.opened(site, key)
        samia = h.hold_page(site, key, "Samia").presses(f"Prendre des notes : {ITEM}")
    h.within(site, lambda: notes.save(h.item(), "Nora écrit.", 0, actor=h.nora()), 5)
    with h.evening(6):
        samia.presses("Enregistrer et revenir à la séance", text="Samia aussi.")
        assert samia.status == 409
        assert "Nora Essai écrit ces notes en ce moment" in samia.text
        assert samia.field("text").value == "Samia aussi."
        samia.presses("Prendre la main et enregistrer", text="Nora écrit. Samia aussi.")
        assert "Nora écrit. Samia aussi." in samia.text


def test_who_takes_over_reads_what_was_saved_meanwhile_first(site: Flask) -> None:
    key = h.a_meeting(site)
    with h.evening():
        h.opened(site, key)
        samia = h.hold_page(site, key, "Samia").presses(f"Prendre des notes : {ITEM}")
    h.within(site, lambda: notes.save(h.item(), "Nora écrit.", 0, actor=h.nora()), 5)
    with h.evening(6):
        samia.presses("Enregistrer et revenir à la séance", text="Samia aussi.")
    h.within(site, lambda: notes.save(h.item(), "Nora écrit encore.", 1, actor=h.nora()), 6)
    with h.evening(7):
        samia.presses("Prendre la main et enregistrer", text="Samia seule.")
        assert samia.status == 409
        assert "Nora écrit encore." in samia.text
        assert samia.field("text").value == "Samia seule."
    with s.reading_at(site, h.EVENING):
        (kept,) = notes.notes_of(key).values()
        assert kept.text == "Nora écrit encore."
