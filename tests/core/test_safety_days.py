"""Safety told as days: what was said stands until something that is said ends it."""

from __future__ import annotations

from typing import Any

import pytest

from formcheck.core.records.care import Flag
from formcheck.core.records.codec import read_person, write_person
from formcheck.core.records.person import Person
from formcheck.core.safety.asked import known_of
from formcheck.core.safety.person import screened
from formcheck.core.safety.questions import Outcome, valid
from formcheck.core.safety.screening import next_question
from formcheck.core.safety.standing import standing, stopped_for
from formcheck.core.safety.told import days_told, stands_told
from formcheck.core.safety.triage import outcome_of
from formcheck.core.stretch.spec import Mode
from formcheck.core.words.reasons import StopReason
from tests.core.safety import CONDITIONS, of

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = 23, 24, 25, 26


class Diary:
    """One person over days; what is kept goes through the file's format each time."""

    def __init__(self) -> None:
        self.person = Person(person="Ann")
        self.asked: list[str] = []
        self.come(20, 9, conditions=[], eases="neither", floor=True)

    def come(self, day: int, hour: float, **answers: Any) -> Outcome:
        """Answer whatever is asked: as given, else harmlessly."""
        now = moment(day, hour)
        known, _ = known_of(self.person, (), now, CONDITIONS.values())
        given: dict[str, Any] = {}
        left = dict(answers)
        while (found := next_question(given, known)) is not None:
            question = found[0]
            harmless = {"many": [], "scale": 0, "yes_no": False}.get(question.kind)
            if harmless is None:
                harmless = question.options[-1].value
            value = left.pop(question.id, harmless)
            assert valid(question, value), (question, value)
            given[question.id] = value
        assert not left, f"not asked: {left}"
        self.asked = list(given)
        outcome = outcome_of(given, known, self.person)
        kept = screened(self.person, given, now, known)
        self.person = read_person(write_person(kept))[0]
        return outcome

    def stop(self, why: StopReason, day: int, hour: float) -> None:
        care = stopped_for(self.person.care, why, moment(day, hour))
        self.person = self.person.model_copy(update={"care": care})

    @property
    def told(self) -> list[str]:
        return list(days_told(self.person.care))


def moment(day: int, hour: float) -> str:
    return f"2026-11-{day:02}T{int(hour):02}:{round(hour % 1 * 60):02}:00+01:00"


@pytest.fixture
def ann() -> Diary:
    return Diary()


@of("flag_stands", "emergency", "blocked_kept")
def test_numb_on_monday_unchecked_on_tuesday_checked_on_wednesday(ann: Diary) -> None:
    monday = ann.come(MONDAY, 9, signs=["saddle"])
    assert monday.urgent
    five_minutes_later = ann.come(MONDAY, 9.1, flag_saddle="not_yet")
    assert five_minutes_later.urgent
    assert "flag_stands" in five_minutes_later.rules
    tuesday = ann.come(TUESDAY, 9, flag_saddle="not_yet")
    assert tuesday.blocked and tuesday.urgent
    assert ann.asked == ["flag_saddle"]
    wednesday = ann.come(
        WEDNESDAY, 9, flag_saddle="checked", looked_saddle="2026-11-24"
    )
    assert not wednesday.blocked
    assert "signs" in ann.asked  # all of it is asked on every day
    assert not ann.come(THURSDAY, 9).blocked
    assert ann.asked == ["signs", "today", "pain_before"]
    assert ann.person.screened.checked == {"saddle": "2026-11-24"}
    [flag] = ann.person.care.flags
    assert (flag.said_at[:10], flag.checked_on) == ("2026-11-23", "2026-11-24")
    days = [line for line in ann.told if "no stretching" in line]
    assert [line[:10] for line in days] == ["2026-11-23", "2026-11-23", "2026-11-24"]
    assert "Numb between the legs" in days[0] and "emergency number" in days[0]
    assert "looked at by a clinician on 2026-11-24" in ann.told[-1]


@of("flag_stands")
def test_a_tick_by_mistake_has_the_whole_list_asked_again_and_both_are_kept(
    ann: Diary,
) -> None:
    ann.come(MONDAY, 9, signs=["tearing"])
    again = ann.come(
        MONDAY,
        9.2,
        flag_tearing="mistake",
        signs=["fever"],
        checked_fever="new",
    )
    assert again.blocked and not again.urgent
    first, second = ann.person.care.flags
    assert (first.sign, first.ended) == ("tearing", "mistake")
    assert (second.sign, second.ended) == ("fever", None)
    fine = ann.come(TUESDAY, 9, flag_fever="mistake")
    assert not fine.blocked
    assert [flag.ended for flag in ann.person.care.flags] == ["mistake", "mistake"]
    assert ann.person.screened.checked == {}


@of("flag_stands", "urgent_new")
def test_an_urgent_flag_that_stands_hides_no_new_emergency(ann: Diary) -> None:
    assert not ann.come(MONDAY, 9, signs=["night"], checked_night="new").urgent
    worse = ann.come(TUESDAY, 9, flag_night="not_yet", signs=["strength"])
    assert worse.urgent
    assert [f.sign for f in ann.person.care.flags] == ["night", "strength"]
    still = ann.come(
        WEDNESDAY,
        9,
        flag_night="not_yet",
        flag_strength="checked",
        looked_strength="2026-11-25",
    )
    assert still.blocked and not still.urgent


@of("flag_stands")
def test_the_day_of_the_clinician_is_one_since_it_was_noted(ann: Diary) -> None:
    ann.come(MONDAY, 9, signs=["legs"])
    known, _ = known_of(ann.person, (), moment(WEDNESDAY, 9), CONDITIONS.values())
    found = next_question({"flag_legs": "checked"}, known)
    assert found is not None
    days = [option.value for option in found[0].options]
    assert days == ["2026-11-25", "2026-11-24", "2026-11-23"]
    late, _ = known_of(ann.person, (), "2026-12-20T09:00:00+01:00", ())
    found = next_question({"flag_legs": "checked"}, late)
    assert found is not None and found[0].options[-1].value == "before"
    assert len(found[0].options) == 8


@of("injury_48h", "blocked_kept")
def test_injured_at_noon_back_after_20_47_and_49_hours(ann: Diary) -> None:
    noon = ann.come(MONDAY, 12, today=["injury"], injured_h="0")
    assert noon.rules == ("injury_48h",) and noon.ease
    assert "48 hours of the first 48 are left." in noon.lines
    after_20 = ann.come(TUESDAY, 8, injury_kept="right")
    assert "28 hours of the first 48 are left." in after_20.lines
    assert "today" not in ann.asked and "signs" in ann.asked
    after_47 = ann.come(WEDNESDAY, 11, injury_kept="right")
    assert "1 hour of the first 48 is left." in after_47.lines
    assert after_47.blocked
    after_49 = ann.come(WEDNESDAY, 13)
    assert not after_49.blocked and "injury_kept" not in ann.asked
    days = [line[:10] for line in ann.told]
    assert days == ["2026-11-23", "2026-11-24", "2026-11-25"]


@of("injury_48h")
def test_an_injury_counts_from_when_it_happened(ann: Diary) -> None:
    told = ann.come(MONDAY, 12, today=["injury"], injured_h="24")
    assert "24 hours of the first 48 are left." in told.lines
    assert ann.person.care.injuries[0].happened_at == moment(22, 12)
    again = ann.come(MONDAY, 18, injury_kept="again", injured_h="0")
    assert "48 hours of the first 48 are left." in again.lines
    # The one that was no injury goes; the older one has not ended by that.
    mistake = ann.come(MONDAY, 19, injury_kept="mistake")
    assert not mistake.blocked or "injury_48h" in mistake.rules
    assert len(ann.person.care.injuries) == 2


@of("spasm_now", "spasm_eased")
def test_a_spasm_in_the_second_stretch(ann: Diary) -> None:
    assert ann.come(MONDAY, 9).mode is Mode.NORMAL
    ann.stop(StopReason.SPASM, MONDAY, 9.4)
    still = ann.come(MONDAY, 10, spasm_kept="still")
    assert still.rules == ("spasm_now",) and still.ease
    still = ann.come(TUESDAY, 8, spasm_kept="still")
    assert still.blocked
    eased = ann.come(TUESDAY, 14, spasm_kept="eased")
    assert not eased.blocked and eased.mode is Mode.FLARE
    evening = ann.come(TUESDAY, 23)
    assert evening.mode is Mode.FLARE  # to the end of the calendar day
    assert ann.come(WEDNESDAY, 0.5).mode is Mode.NORMAL


@of("spasm_now")
def test_no_stretching_for_as_long_as_a_spasm_is_not_said_to_have_eased(
    ann: Diary,
) -> None:
    ann.come(MONDAY, 9, today=["spasm"])
    for day in (TUESDAY, WEDNESDAY, THURSDAY):
        assert ann.come(day, 9, spasm_kept="still").blocked
    assert len(ann.person.care.spasms) == 1
    assert "In spasm since 2026-11-23, 09:00" in " ".join(
        stands_told(ann.person.care, moment(THURSDAY, 9))
    )


@of("worse_is_flare", "severe_is_flare")
@pytest.mark.parametrize(
    "morning", [{"today": ["worse"], "pain_before": 4}, {"pain_before": 7}]
)
def test_a_sore_day_is_gentle_to_its_end(ann: Diary, morning: dict[str, Any]) -> None:
    assert ann.come(MONDAY, 8, **morning).mode is Mode.FLARE
    good = ann.come(MONDAY, 18, pain_before=0)
    assert good.mode is Mode.FLARE
    assert any("whole day stays gentle" in line for line in good.lines)
    assert ann.come(TUESDAY, 8).mode is Mode.NORMAL


@of("pain_then_gentle")
def test_a_stretch_left_for_pain_makes_the_day_gentle(ann: Diary) -> None:
    ann.stop(StopReason.TIRED, MONDAY, 9)
    assert ann.come(MONDAY, 10).mode is Mode.NORMAL
    ann.stop(StopReason.PAIN, MONDAY, 11)
    assert ann.come(MONDAY, 12).mode is Mode.FLARE
    assert ann.come(TUESDAY, 9).mode is Mode.NORMAL


@of("severe_unusual")
def test_pain_of_nine_that_is_not_usual_is_looked_at_today(ann: Diary) -> None:
    found = ann.come(MONDAY, 9, pain_before=9, usual_pain=False)
    assert found.blocked and found.title == "Have this looked at today"
    assert ann.come(MONDAY, 10, flag_severe="not_yet").title == found.title
    back = ann.come(
        TUESDAY, 9, flag_severe="checked", looked_severe="2026-11-23", pain_before=3
    )
    assert not back.blocked


@of("severe_usual")
def test_pain_of_nine_that_is_usual_is_relief_or_the_gentlest_form(ann: Diary) -> None:
    usual = {"pain_before": 10, "usual_pain": True}
    relief = ann.come(MONDAY, 9, **usual, much_pain="relief")
    assert relief.blocked and relief.ease and not ann.person.care.flags
    gentle = ann.come(MONDAY, 10, **usual, much_pain="gentle")
    assert not gentle.blocked and gentle.mode is Mode.FLARE
    assert ann.come(TUESDAY, 10, pain_before=8).mode is Mode.FLARE
    assert "usual_pain" not in ann.asked


@of("asked_again")
def test_answers_that_contradict_each_other_are_asked_again(ann: Diary) -> None:
    both = {"today": ["spasm", "eased"]}
    assert ann.come(MONDAY, 9, **both, which_spasm="spasm").blocked
    ann.come(MONDAY, 9.1, spasm_kept="mistake")
    eased = ann.come(TUESDAY, 9, **both, which_spasm="eased")
    assert eased.rules == ("spasm_eased",)
    worse = {"today": ["worse"], "pain_before": 0}
    assert ann.come(WEDNESDAY, 9, **worse, which_worse="fine").mode is Mode.NORMAL
    assert ann.come(WEDNESDAY, 9, **worse, which_worse="worse").mode is Mode.FLARE
    nine = {"today": ["worse"], "pain_before": 9, "usual_pain": True}
    assert ann.come(THURSDAY, 9, **nine, which_usual="worse").blocked
    ann.come(THURSDAY, 9.5, flag_severe="mistake")
    agreed = ann.come(THURSDAY, 10, **nine, which_usual="usual", much_pain="gentle")
    assert agreed.mode is Mode.FLARE and not agreed.blocked


def test_two_people_in_turn_keep_their_own() -> None:
    ann, bo = Diary(), Diary()
    ann.come(MONDAY, 9, signs=["legs"])
    assert not bo.come(MONDAY, 9.2).blocked
    assert ann.come(MONDAY, 9.4, flag_legs="not_yet").urgent
    assert not bo.come(MONDAY, 9.6).blocked
    assert bo.person.care.flags == [] and bo.told == []


@of("blocked_kept")
def test_the_same_twice_a_day_is_kept_once(ann: Diary) -> None:
    for hour in (9, 10, 11):
        ann.come(MONDAY, hour, **({"today": ["spasm"]} if hour == 9 else {}))
        ann.stop(StopReason.SPASM, MONDAY, hour)
    assert len(ann.person.care.blocked) == 1


def test_what_is_told_says_what_stands_and_nothing_else(ann: Diary) -> None:
    assert list(stands_told(ann.person.care, moment(MONDAY, 9))) == []
    ann.come(MONDAY, 9, signs=["fall"], checked_fall="new")
    [line] = stands_told(ann.person.care, moment(MONDAY, 10))
    assert line.startswith("Not yet looked at by a clinician, noted on 2026-11-23")
    ann.stop(StopReason.PAIN, MONDAY, 11)
    assert "Today is gentle to its end." in stands_told(
        ann.person.care, moment(MONDAY, 12)
    )
    assert standing(ann.person.care, moment(TUESDAY, 12)).sore == ()
    since = list(days_told(ann.person.care, since=moment(TUESDAY, 0)))
    assert since == []


def test_a_person_of_before_has_nothing_that_stands_and_is_read() -> None:
    old = {"schema": 1, "person": "Bo", "screened": {"full_at": moment(20, 9)}}
    person, notes = read_person(old)
    assert notes == () and person.care.flags == []
    later = write_person(person)
    flag = {"sign": "legs", "said_at": moment(MONDAY, 9), "of_a_later_version": 1}
    later["care"] |= {"flags": [flag], "of_a_later_version": []}
    again = read_person(later)[0]
    assert [one.sign for one in standing(again.care, moment(TUESDAY, 9)).flags] == [
        "legs"
    ]


def test_a_sign_of_a_later_version_stands_as_an_emergency(ann: Diary) -> None:
    """Nobody here can say what it is: it is not let through for that."""
    flag = Flag(sign="of_a_later_version", said_at=moment(MONDAY, 9))
    care = ann.person.care.model_copy(update={"flags": [flag]})
    ann.person = ann.person.model_copy(update={"care": care})
    assert ann.come(TUESDAY, 9, flag_of_a_later_version="not_yet").urgent
