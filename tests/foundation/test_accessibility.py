from dataclasses import replace

import pytest

from foundation.accessibility import Statement, Verdict, statement

# RGAA 4.1.2: how many criteria each of the 13 themes has
THEMES = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]


@pytest.fixture
def grid():
    return statement()


def judged(grid, *verdicts):
    return Statement([replace(c, verdict=v) for c, v in zip(grid.criteria, verdicts, strict=False)])


def test_the_grid_holds_the_106_criteria_once_each_with_a_reason(grid):
    assert [len(rows) for _, rows in grid.themes] == THEMES
    wanted = [f"{theme}.{n}" for theme, total in enumerate(THEMES, 1) for n in range(1, total + 1)]
    assert [c.number for c in grid.criteria] == wanted
    assert all(c.title and c.evidence for c in grid.criteria)


def test_without_a_complete_audit_the_site_is_not_said_to_conform(grid):
    assert grid.counts[Verdict.UNCHECKED] > 0
    assert not grid.is_audited
    assert grid.state_label == "non conforme"


def test_the_state_follows_the_verdicts(grid):
    met, failed, none = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE
    assert judged(grid, met, met, none).state_label == "totalement conforme"
    assert judged(grid, met, failed, none).state_label == "partiellement conforme"
    assert judged(grid, met, failed, failed).state_label == "non conforme"
    assert judged(grid, met, met, Verdict.UNCHECKED).state_label == "non conforme"


def test_the_rate_counts_only_what_applies_and_never_rounds_up(grid):
    met, failed, none = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE
    assert judged(grid, met, met, failed, none).rate == 66
    assert judged(grid, none).rate == 0
    assert [c.number for c in judged(grid, met, failed).failures] == ["1.2"]


def test_a_grid_with_an_unknown_verdict_is_refused(tmp_path):
    wrong = tmp_path / "grid.csv"
    wrong.write_text("criterion,theme,title,verdict,evidence\n1.1,Images,T,parfait,E\n", encoding="utf-8")
    with pytest.raises(KeyError):
        statement(wrong)
