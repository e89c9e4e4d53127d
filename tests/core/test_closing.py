"""What the end of a session says of pain and of tomorrow."""

from __future__ import annotations

import pytest

from formcheck.core.records.session import Pain
from formcheck.core.session.closing import if_worse, pain_words, tomorrow
from formcheck.core.session.rest_advice import LEG_LINE, PAIN_LINE
from formcheck.core.session.states import Step
from formcheck.core.words.reasons import StopReason
from tests.core.test_flow import simple


def test_pain_before_and_after_stand_side_by_side() -> None:
    assert pain_words(Pain(before=3, after=2)) == "Pain before: 3. Now: 2."
    assert pain_words(Pain(before=3)) == "Pain before: 3."
    assert pain_words(Pain(after=0)) == "Pain now: 0."
    assert pain_words(Pain()) == ""


def test_an_easy_day_has_one_sentence_in_case_and_the_same_tomorrow() -> None:
    pain = Pain(before=3, after=2)
    assert len(if_worse(pain, ())) == 1
    assert tomorrow(pain, ()).startswith("Tomorrow: the same again")


def test_more_pain_has_advice_for_now_first() -> None:
    pain = Pain(before=2, after=6)
    said = if_worse(pain, ())
    assert said[0].startswith("It hurts more than before") and PAIN_LINE in said
    assert "the same" not in tomorrow(pain, ())


def test_pain_down_a_leg_has_its_own_advice() -> None:
    assert LEG_LINE in if_worse(Pain(), (StopReason.LEG,))


@pytest.mark.parametrize("why", ["pain", "leg"])
def test_who_stopped_for_pain_hears_no_praise(why: str) -> None:
    run = simple().in_stretch()
    run.do(do="stop").do(do="answer", id="reason", value=why).do(do="next")
    assert run.step is Step.AFTER
    assert not any("Well done" in words for words in run.words)
    assert "That is all for today." in run.words
