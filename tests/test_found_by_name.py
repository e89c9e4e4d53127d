"""Stretches and programmes are found by what people call them; advice comes first."""

from __future__ import annotations

import pytest

from formcheck.core.programme.search import find, findable, nearest
from formcheck.core.programme.spec import Programme
from formcheck.core.safety.everyday import EVERYDAY, advice_on
from formcheck.core.safety.signs import SIGNS, Tier
from formcheck.core.stretch.spec import StretchSpec
from formcheck.resources import poses_dir
from formcheck.stretches.programmes import read_programmes
from formcheck.stretches.sources import list_sources
from tests.conftest import Call
from tests.core.test_safety_conditions import STRETCHES
from tools.make_everyday_page import PAGE, page

SPECS = list(STRETCHES.values())
PROGRAMMES = list(read_programmes(poses_dir(), STRETCHES).ready)
THINGS = [*map(findable, SPECS), *map(findable, PROGRAMMES)]


def ids(words: str) -> list[str]:
    return [one.id for one in find(words, THINGS)]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("seated posterior stretch", ["seated_forward_fold"]),
        ("Seated_Forward_Fold", ["seated_forward_fold", "long_sit_forward_fold"]),
        ("child's pose", ["childs_pose"]),
        ("Curl-ups", ["curl_up"]),
        ("quadratus", ["seated_side_bend", "standing_side_bend", "hip_flexors"]),
        ("seven yoga poses", ["yoga_seven"]),
        ("nothing of the kind", []),
        ("", []),
    ],
)
def test_words_find_what_is_called_so(words: str, wanted: list[str]) -> None:
    assert ids(words) == wanted


def test_sciatica_finds_the_four_on_a_chair_and_the_programme_of_them() -> None:
    found = set(ids("sciatica"))
    assert {"seated_forward_fold", "seated_figure_four", "seated_hamstring"} < found
    assert "chair_four" in found


def test_every_name_finds_what_it_is_of() -> None:
    things: tuple[StretchSpec | Programme, ...] = (*SPECS, *PROGRAMMES)
    for one in things:
        for name in (one.id, one.name, *one.also_called):
            assert one.id in ids(name), name
        for word in one.search_words:
            assert one.id in ids(word), word


def test_what_is_said_of_sciatica_has_each_sign_in_its_own_group() -> None:
    (sciatica,) = advice_on("sciatica")
    (now,) = (line for line in sciatica.lines if line.startswith("Get help now"))
    (first,) = (line for line in sciatica.lines if line.startswith("See a doctor"))
    for words in (
        "between the legs", "new sexual trouble", "new trouble with bladder or bowel",
        "pain, tingling, weakness or numbness in both legs",
        "a leg getting weak or clumsy",
    ):  # fmt: skip
        assert words in now
        of_it = [sign.tier for sign in SIGNS if words in sign.label.lower()]
        assert of_it == [Tier.EMERGENCY]
    (leg,) = (sign for sign in SIGNS if sign.id == "leg")
    assert leg.tier is Tier.URGENT and leg.label[1:] in first
    assert "weak" not in first


def test_the_nearest_are_three() -> None:
    near = [one.id for one in nearest("bridg", THINGS)]
    assert near[0] == "bridge" and len(near) == 3


def test_show_shows_the_one_that_words_are_about(call: Call) -> None:
    code, out, err = call("show", "seated", "posterior", "stretch")
    assert (code, err) == (0, "")
    assert "Chair forward fold" in out and "Stack one hand on the other" in out


def test_show_lists_several_and_says_so(call: Call) -> None:
    code, out, err = call("show", "knee", "to", "chest")
    assert code == 2
    assert "knee_to_chest_single" in out and "knee_to_chest_double" in out
    assert err == "formcheck: 'knee to chest' is more than one: say which by its id\n"


@pytest.mark.parametrize("command", ["list", "show"])
def test_what_nothing_is_called_names_the_nearest(call: Call, command: str) -> None:
    code, out, err = call(command, "bridg", "stretchh")
    assert (code, out) == (2, "")
    assert err.startswith("formcheck: nothing is called 'bridg stretchh'; did you mean")
    assert err.count(",") == 1 and " or " in err


@pytest.mark.parametrize("command", ["list", "show"])
@pytest.mark.parametrize("words", ["slipped disc", "osteoporosis", "lifting"])
def test_where_advice_is_all_nothing_else_is_suggested(
    call: Call, command: str, words: str
) -> None:
    """No twist for a disc, no fold for thin bones, since their letters are alike."""
    code, out, err = call(command, *words.split())
    assert (code, err) == (0, "")
    assert out.startswith(("A condition you have\n", "Lifting\n"))


def test_sciatica_leads_with_what_eases_and_when_to_see_a_doctor(call: Call) -> None:
    code, out, _ = call("list", "sciatica")
    assert code == 0
    lead = " ".join(out.split("id  ")[0].split())
    assert lead.startswith("Sciatica")
    assert "What eases it is yours" in lead
    assert "Get help now" in lead and "See a doctor" in lead
    assert "seated_forward_fold" in out
    assert "formcheck programmes show chair_four" in out


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("lower back spasm", ["spasm"]),
        ("lifting", ["lifting"]),
        ("gym", ["overuse"]),
        ("getting up", ["turning"]),
        ("slipped disc", ["conditions"]),
        ("numb leg", ["sciatica"]),
        ("bridge", []),
    ],
)
def test_advice_is_on_what_the_words_say(words: str, about: list[str]) -> None:
    assert [one.id for one in advice_on(words)] == about


def test_the_page_and_the_command_have_all_of_it(call: Call) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "python -m tools.make_everyday_page"
    )
    said = " ".join(call("everyday")[1].split())
    sources = list_sources(poses_dir())
    for one in EVERYDAY:
        assert one.title in said
        assert all(line in said for line in one.lines)
        assert set(one.sources) <= set(sources)
