"""The rows of the permission matrix for meetings, their minutes and votes."""

from __future__ import annotations

from tests.security.roles import (
    BOARD,
    EVERYBODY,
    FACILITATOR,
    MODERATION,
    NETWORK,
    NOBODY,
    PREPARING,
    SEATED,
    SIGNED_IN,
    TEAM,
    Row,
    Who,
    people,
)

MEETINGS: dict[str, Who | Row] = {
    "meetings.network": EVERYBODY,
    "meetings.index meetings.past meetings.by_link_page meetings.by_link meetings.paper_by_link": EVERYBODY,
    "meetings.own_calendar": EVERYBODY,
    "meetings.renew_calendar meetings.stop_calendar": SIGNED_IN,
    "meetings.read meetings.entry meetings.feed news.atom": Row(EVERYBODY, EVERYBODY),
    "meetings.answer": Row(SEATED, NOBODY),
    "meetings.propose_page meetings.propose": Row(SEATED, NOBODY),
    # what the first member of each council proposed
    "meetings.take_back_item": Row(people("membre membre2"), NOBODY),
    "meetings.accept_item meetings.decline_page meetings.decline": Row(PREPARING, NOBODY),
    "meetings.mark_item meetings.carry_on meetings.carry_here": Row(PREPARING, NOBODY),
    # an internal document
    "meetings.paper": Row(TEAM, NOBODY),
    "meetings.papers_page meetings.attach_paper meetings.change_paper": Row(PREPARING, NOBODY),
    "meetings.office meetings.plan_page meetings.plan meetings.manage meetings.change_page": Row(PREPARING, NOBODY),
    "meetings.change meetings.add_item meetings.move_item meetings.order_items meetings.discard": Row(
        PREPARING, NOBODY
    ),
    "meetings.convene_page meetings.convene meetings.letters meetings.deliver": Row(PREPARING, NOBODY),
    "meetings.cancel_page meetings.cancel meetings.copy": Row(PREPARING, NOBODY),
    "minutes.public minutes.earlier minutes.as_pdf minutes.as_odt": Row(EVERYBODY, EVERYBODY),
    "minutes.office minutes.start minutes.write_page minutes.save minutes.autosave": Row(PREPARING, NOBODY),
    "minutes.propose minutes.take_back_page minutes.take_back minutes.correct_page minutes.correct": Row(
        PREPARING, NOBODY
    ),
    "minutes.answer_page minutes.answer minutes.put_on_agenda minutes.begin minutes.save_public": Row(
        PREPARING, NOBODY
    ),
    "minutes.decide minutes.publish": Row(PREPARING, NOBODY),
    "minutes.read minutes.checking minutes.check minutes.decisions": Row(TEAM, NOBODY),
    "minutes.remark": Row(SEATED, NOBODY),
    "minutes.vote_page minutes.open_vote": Row(BOARD, NOBODY),
    # a council approves by a vote; what is written elsewhere is tried in tests/meetings/convening/test_elsewhere.py
    "minutes.validate": Row(NOBODY, NOBODY),
    "holding.tick_other": Row(PREPARING, NOBODY),
    "minutes.mask_page minutes.mask": Row(people("secretaire") | MODERATION, MODERATION),
    # and who has to see to it
    "minutes.settle": Row(PREPARING | people("membre membre2"), NOBODY),
    "holding.hold_page holding.live holding.open_meeting holding.close_meeting holding.tick holding.sheet": Row(
        PREPARING, NOBODY
    ),
    "holding.add_guest holding.drop_guest holding.paper_page holding.note_paper holding.paper": Row(PREPARING, NOBODY),
    "holding.put holding.question_page holding.put_question holding.close_motion holding.settle_motion": Row(
        PREPARING, NOBODY
    ),
    "holding.call holding.notes_page holding.save_notes holding.autosave holding.take_notes": Row(PREPARING, NOBODY),
    "holding.decision_page holding.note_decision holding.drop_decision": Row(PREPARING, NOBODY),
    "holding.second_call_page holding.second_call": Row(PREPARING, NOBODY),
    "holding.sheets_page holding.add_sheet holding.signed_sheet holding.drop_sheet holding.reach": Row(
        PREPARING, NOBODY
    ),
    "holding.follow": Row(TEAM, NOBODY),
    "holding.check_in_page holding.check_in holding.answer_motion": Row(SEATED, NOBODY),
    "holding.power_page holding.give holding.give_back": Row(SEATED, NOBODY),
    "holding.power_by_link_page holding.give_by_link holding.give_back_by_link": EVERYBODY,
    "holding.check_in_by_link holding.answer_by_link": EVERYBODY,
    "votes.read": Row(EVERYBODY, EVERYBODY),
    "votes.cast votes.interest_page votes.declare_conflict votes.dissent_page votes.dissent": Row(SEATED, NOBODY),
    "votes.voters": Row(TEAM, NOBODY),
    "ballots.protects": EVERYBODY,
    "ballots.choose_page ballots.choose ballots.deposit": Row(SEATED, NOBODY),
    "ballots.listing ballots.council_file": Row(TEAM, NOBODY),
    "ballots.result": Row(EVERYBODY, EVERYBODY),
    "ballots.count_page ballots.count ballots.countersign": Row(PREPARING, NOBODY),
    "network.overview network.as_csv network.remind_page network.remind": NETWORK,
    "votes.by_link_page votes.by_link": EVERYBODY,
    "assisted.answer_page assisted.answer assisted.voice_page assisted.voice": Row(FACILITATOR, NOBODY),
    "votes.assisted_page votes.assisted_cast": Row(FACILITATOR, NOBODY),
}
