"""The rules of safety: each with what it says, where it comes from, what of it is ours.

Keys of sources are those of poses/references/. Where a rule is carried out stands in
`screening`, `triage`, `standing`, `relief`, `conditions`, `day`, `due` and `my_plan`,
and what is said in a session in `session`; each has a test by its name here.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RULES", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. sources: keys. ours: the part that no source says, and why."""

    id: str
    says: str
    sources: tuple[str, ...]
    ours: str = ""


_RULES = (
    Rule(
        "first_words",
        "Before the first session one plain sentence: general, and no diagnosis.",
        ("seed", "vwAcute"),
    ),
    Rule(
        "full_screening",
        "All questions at the first run, every 30 days, and after a stop for pain.",
        ("nhsBack", "norfolk", "hull"),
        "thirty days",
    ),
    Rule(
        "short_check",
        "A short check before every session, answered standing; never left out: "
        "the whole list of signs on one screen, then how it is today.",
        ("nhsBack", "vwAcute"),
        "that it is three answers on a day without pain",
    ),
    Rule(
        "emergency",
        "An emergency sign blocks, and the page says which number to call.",
        ("nhsBack", "norfolk", "csp", "girft", "healthify"),
    ),
    Rule(
        "flag_stands",
        "A red flag stands until a clinician has looked at it, with the day, or it was "
        "ticked by mistake; then the whole list is asked again, and both are kept.",
        ("nhsBack", "norfolk", "girft"),
        "that nothing else ends it",
    ),
    Rule(
        "urgent_new",
        "An urgent sign that is new: see a doctor soon, and no session.",
        ("nhsBack", "gcare", "ng59"),
    ),
    Rule(
        "urgent_checked",
        "An urgent sign that a clinician has checked is kept with its date; go on.",
        ("nhsBack", "gcare", "ng59"),
        "most people with back pain have one such sign, and almost none is ill",
    ),
    Rule(
        "new_leg_symptom",
        "A new symptom in a leg is an urgent sign.",
        ("healthify", "dirpref"),
    ),
    Rule(
        "history_once",
        "Cancer, steroids, weak immunity and the age of onset are asked once; advice.",
        ("hull", "nhsBack"),
        "that it does not block a session",
    ),
    Rule(
        "injury_48h",
        "No stretching in the first 48 hours after an injury, counted from when it "
        "happened; what is left is said.",
        ("seed", "vwAcute"),
    ),
    Rule(
        "spasm_now",
        "No stretching until a spasm is said to have eased: let the muscles relax.",
        ("seed", "hwSpasm"),
    ),
    Rule(
        "spasm_eased",
        "A spasm that has eased: gentle for the rest of that calendar day.",
        ("seed", "hwSpasm"),
    ),
    Rule("worse_is_flare", "Worse than usual: a gentle session.", ("seed", "nhs")),
    Rule(
        "overuse_is_gentle",
        "The gym, lifting or unusual work that was too much: a gentle session.",
        ("seed",),
        "that the day is gentle; the source says that such work makes spasms likelier",
    ),
    Rule(
        "severe_is_flare",
        "Pain of 7 or more out of 10: a gentle session.",
        ("nhs", "mayoFlex"),
        "seven; the sources only say severe",
    ),
    Rule(
        "severe_unusual",
        "Pain of 9 or 10 that is not the usual one: have it looked at today, and no "
        "session.",
        ("iprs",),
        "nine; the sources say severe, and unlike the normal pain",
    ),
    Rule(
        "severe_usual",
        "Pain of 9 or 10 that is the usual one: what eases, or the gentlest form.",
        ("nhs", "hwSpasm"),
        "nine",
    ),
    Rule(
        "asked_again",
        "Answers that contradict each other are asked again, and never let through.",
        ("seed",),
        "ours: which do",
    ),
    Rule(
        "blocked_kept",
        "A day without stretching is kept with why, and with what was advised.",
        ("seed",),
        "ours: so that whoever treats the person sees it",
    ),
    Rule(
        "flare_is_gentle",
        "A gentle session: smaller range, holds to 15 s, twice, nothing blocked in it.",
        ("seed",),
        "0.6 of the range and of each limit of speed, 15 seconds, two repetitions",
    ),
    Rule(
        "warm_up",
        "Before a choice it is said how to warm up.",
        ("mayoSafe",),
        "five minutes, and a warm shower",
    ),
    Rule(
        "rest_position",
        "A blocked day leads into a position of ease.",
        ("seed", "hwSpasm"),
    ),
    Rule(
        "slow_breathing",
        "Slow breathing: in for 4 seconds, out for 6.",
        ("mayoFlex", "valsalva"),
        "the seconds",
    ),
    Rule(
        "heat_or_cold",
        "Heat or cold, whichever eases.",
        ("seed", "hwSpasm", "hwSpasm2"),
    ),
    Rule(
        "short_walk",
        "A short easy walk, timed: getting up and walking may help.",
        ("seed", "vwAcute", "hwSpasm"),
        "five minutes at a time",
    ),
    Rule(
        "check_again",
        "Say when to check again: after 48 hours, or when the spasm has eased.",
        ("seed", "vwAcute"),
    ),
    Rule(
        "rest_two_days",
        "One or two days of rest are enough; longer rest harms.",
        ("seed", "hwSpasm", "restPT"),
    ),
    Rule(
        "conditions_cap",
        "A condition rules out, makes smaller or caps; what is done instead is named.",
        ("thr", "osteo", "spondy", "dirpref"),
        "as each condition's own entry says",
    ),
    Rule(
        "both_sides",
        "Whatever stands in for a stretch of both sides is done on both.",
        ("acsm", "seed"),
    ),
    Rule(
        "pain_below_knee",
        "Pain below the knee today: folds stay small, no toes-up hamstring.",
        ("dirpref", "nyuHam"),
        "45 degrees",
    ),
    Rule(
        "what_eases",
        "A back that arching eases is not bent, and the other way round.",
        ("dirpref", "vwPress", "spondy"),
    ),
    Rule(
        "no_floor",
        "Each floor stretch has one on a chair or standing, for people who stay up.",
        ("mayoOffice", "wcnc"),
    ),
    Rule(
        "stop_any_time",
        "Any press stops; a spasm or stabbing pain ends the session; that is praised.",
        ("seed", "mayoFlex", "mayoSafe"),
    ),
    Rule(
        "pain_then_gentle",
        "After a stretch that was left for pain the rest of the session is gentle; one "
        "that sent pain down a leg is not done on the other side either.",
        ("mayoSafe", "dirpref"),
        "the smaller range and dose of a sore day",
    ),
    Rule(
        "pain_that_lasts",
        "More than the usual pain for over 15 minutes: stop and call a doctor.",
        ("webmd", "nhs"),
    ),
    Rule(
        "pain_down_the_leg",
        "A stretch that sent pain or tingling down a leg is not repeated.",
        ("dirpref", "nyuHam", "krPress"),
        "for three sessions",
    ),
    Rule(
        "one_more",
        "After three sessions with pain at most 2 above usual and settled the next "
        "morning: one more repetition.",
        ("mayo15", "seed"),
        "three, two, and up to 4 holds or 30 repetitions",
    ),
    Rule(
        "step_back",
        "After more pain or a stop for pain: one repetition fewer.",
        ("mayoSafe", "nhs"),
        "one repetition",
    ),
    Rule(
        "felt_counts",
        "Easier than usual: a settled session counts double towards one more. Harder "
        "never counts, and twice running is one step back. Neither changes a plan.",
        ("seed", "mayo15"),
        "double, and twice",
    ),
    Rule(
        "flags_are_lessons",
        "A flag is a word on form, not a setback: it takes nothing back.",
        ("mayo15",),
        "ours",
    ),
    Rule(
        "older_longer",
        "Holds grow to 30 s, from 65 years on to 60 s: longer, never further.",
        ("acsm",),
        "five seconds at a time",
    ),
    Rule(
        "half_hour",
        "Past 30 minutes a day: say that it is enough.",
        ("mayo15", "aaosLBP"),
        "that more than this is not blocked",
    ),
    Rule(
        "never_pushes",
        "No cue asks for more range; no streaks.",
        ("mayoFlex", "mayoSafe", "seed"),
    ),
    Rule(
        "own_ceiling",
        "The range of one person is never another's, nor one side's the other's.",
        ("acsm",),
        "kept by person and side, from three calm repetitions on",
    ),
    Rule(
        "no_better",
        "No better after some weeks: see a doctor.",
        ("nhs", "seed"),
        "four weeks, by the pain that was written down",
    ),
    Rule(
        "my_plan",
        "What a physiotherapist wrote comes first; only a bad day makes it smaller.",
        ("aaosLBP", "seed"),
    ),
    Rule(
        "plan_clash",
        "What a plan asks for and a condition rules out is told with both reasons and "
        "exchanged until the plan says who agreed, and when; a sign, and what is said "
        "of the day, is never overridden.",
        ("seed",),
        "ours: that the plan is the place where it is said",
    ),
)

RULES: dict[str, Rule] = {rule.id: rule for rule in _RULES}
"""Every rule by its name."""
