"""What is said, and when."""

from __future__ import annotations

from formcheck.core.session.voice import (
    Say,
    SayKind,
    Tone,
    Utterance,
    Voice,
    hear,
    hush,
    speak,
    spoken,
)
from formcheck.core.words.speech import seconds_of

EASE = Say(SayKind.UNSAFE, "Ease off: lower your hips a little.", Tone.EASE)
FORM = Say(SayKind.FORM, "Shoulders stay down on the mat.")
PRAISE = Say(SayKind.PRAISE, "Smooth and steady.")
THREE = Say(SayKind.COUNT, "3.")


def said(voice: Voice, time_s: float, *says: Say) -> tuple[Voice, str | None]:
    voice, out = speak(hear(voice, time_s, says), time_s)
    return voice, out.text if out is not None else None


def over(
    voice: Voice, from_s: float, to_s: float, *says: Say
) -> tuple[Voice, list[Utterance]]:
    """The same candidates again and again, ten times a second."""
    heard = []
    for step in range(round((to_s - from_s) * 10)):
        time_s = from_s + step / 10
        voice, out = speak(hear(voice, time_s, says), time_s)
        heard += [out] if out is not None else []
    return voice, heard


def test_unsafe_before_counting_before_form_before_praise() -> None:
    voice = hear(Voice(), 0.0, [PRAISE, FORM, THREE, EASE])
    order = []
    for step in range(100):
        voice, out = speak(voice, step / 10)
        order += [out.kind] if out is not None else []
        voice = hear(voice, step / 10, [PRAISE, FORM, THREE] if step == 30 else [])
    assert order == [SayKind.UNSAFE, SayKind.COUNT, SayKind.FORM]  # praise went stale


def test_one_at_a_time() -> None:
    voice, first = said(Voice(), 0.0, FORM)
    assert first == FORM.text
    voice, second = said(voice, 0.5, Say(SayKind.FORM, "Chin in."))
    assert second is None
    _, later = said(voice, seconds_of(FORM.text) + 0.1)
    assert later == "Chin in."


def test_unsafe_interrupts_and_what_waited_is_dropped() -> None:
    voice, _ = said(Voice(), 0.0, FORM)
    voice = hear(voice, 0.1, [PRAISE])
    voice, out = speak(hear(voice, 0.2, [EASE]), 0.2)
    assert out is not None
    assert out.interrupts
    assert out.tone is Tone.EASE
    assert said(voice, 2.9)[1] is None


def test_unsafe_does_not_interrupt_itself() -> None:
    voice, _ = said(Voice(), 0.0, EASE)
    voice, out = said(voice, 0.3, Say(SayKind.UNSAFE, "Ease off: head down."))
    assert out is None


def test_stale_ones_are_dropped() -> None:
    voice, _ = said(Voice(), 0.0, FORM)
    voice = hear(voice, 0.1, [THREE])
    assert said(voice, seconds_of(FORM.text) + 0.1)[1] is None


def test_no_cue_repeats_within_five_then_ten_seconds() -> None:
    _, heard = over(Voice(), 0, 40, EASE)
    assert [round(u.time_s) for u in heard] == [0, 5, 15, 25, 35]


def test_silence_does_not_reset_that() -> None:
    voice, heard = over(Voice(), 0, 6, FORM)
    assert len(heard) == 2
    voice, nothing = over(voice, 6, 12)
    assert nothing == []
    _, again = over(voice, 12, 20, FORM)
    assert [round(u.time_s) for u in again] == [15]


def test_counting_may_repeat_at_once() -> None:
    voice, first = said(Voice(), 0.0, THREE)
    _, second = said(voice, 1.2, THREE)
    assert (first, second) == ("3.", "3.")


def test_what_belongs_to_a_moment_that_is_over_is_forgotten() -> None:
    voice = hear(Voice(), 0.0, [EASE, FORM])
    voice = hush(voice, keep=(SayKind.UNSAFE,))
    voice, out = said(voice, 0.1)
    assert out == EASE.text
    assert hush(voice).waiting == ()


def test_a_voice_tells_when_it_has_ended() -> None:
    voice = Voice(tells_end=True)
    voice, out = speak(hear(voice, 0.0, [FORM]), 0.0)
    assert out is not None
    assert not voice.quiet(seconds_of(FORM.text) + 0.1)
    voice = spoken(voice, out.number, 1.0)
    assert voice.quiet(1.0)
    assert spoken(voice, 99, 2.0) is voice


def test_a_faster_voice_needs_less_time() -> None:
    assert seconds_of(FORM.text, 2.0) < seconds_of(FORM.text) < 4
