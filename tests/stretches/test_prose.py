"""Sentences stand in tables of their own, by language, in every kind of file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from formcheck.errors import SafetyFileError, StretchFileError
from formcheck.resources import poses_dir
from formcheck.stretches.layouts import stretch_layout
from formcheck.stretches.loading import (
    check_file,
    find_stretch,
    load_stretch,
    stretch_files,
)
from formcheck.stretches.programmes import (
    FOLDER,
    check_programme,
    find_programme,
    programme_files,
    read_programmes,
)
from formcheck.stretches.safety import FILE, load_conditions
from tests.stretches.files import GERMAN, PLANK, PLANK_1

POSES = poses_dir()
SHIPPED = [*stretch_files(POSES), *programme_files(POSES), POSES / FILE]

CITES = {"sources", "source", "ours"}
"""Keys of what is no sentence for a person: where a number comes from."""


def plain_values(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text outside the tables of sentences, with its key's place."""
    if isinstance(value, dict):
        for key, child in value.items():
            if key not in CITES and path + key != "text":
                yield from plain_values(child, f"{path}{key}.")
    elif isinstance(value, list):
        for child in value:
            yield from plain_values(child, path)
    elif isinstance(value, str):
        yield path, value


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_shipped_files_have_their_sentences_apart(path: Path) -> None:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    assert raw["schema"] == 2
    assert list(raw["text"]) == ["en"]
    values = dict(plain_values(raw))
    assert values
    for place, value in values.items():
        assert value.isidentifier(), (place, value)
        assert value == value.lower() or place == "trust.", (place, value)


def test_the_example_for_contributors_has_the_right_keys() -> None:
    text = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    raw = tomllib.loads(text.split("```toml\n")[1].split("```")[0])
    words, layout = raw["text"]["en"], stretch_layout(raw)
    assert words.keys() <= set(layout.below(()))
    assert words["cues"].keys() == set(layout.below(("cues",)))
    assert find_stretch("bridge", POSES).name == words["name"]


def stretch_file(folder: Path, text: str) -> Path:
    path = folder / "plank.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(folder: Path, text: str) -> list[str]:
    """A stretch file's problems, without its name."""
    path = stretch_file(folder, text)
    lines = check_file(path)
    assert all(line.startswith(f"{path}: ") for line in lines)
    if lines:
        with pytest.raises(StretchFileError):
            load_stretch(path)
    return [line.removeprefix(f"{path}: ") for line in lines]


def without(*lines: str) -> str:
    text = PLANK
    for line in lines:
        assert f"{line}\n" in text
        text = text.replace(f"{line}\n", "", 1)
    return text


def test_a_file_of_schema_1_is_the_same_stretch(tmp_path: Path) -> None:
    old = load_stretch(stretch_file(tmp_path, PLANK_1))
    new = load_stretch(stretch_file(tmp_path, PLANK))
    assert new.target is not None and new.target.base is not None
    # ... but for what a file of schema 1 does not say.
    assert new.model_copy(update={"target": old.target}) == old
    assert old.model_dump(by_alias=True)["schema"] == 1


def test_a_translation_is_used_and_english_fills_in(tmp_path: Path) -> None:
    path = stretch_file(tmp_path, PLANK + GERMAN)
    english, german = load_stretch(path), load_stretch(path, language="de")
    assert english == load_stretch(stretch_file(tmp_path, PLANK))
    assert (german.name, german.tempo.cue) == ("Brett", "Langsamer.")
    assert german.instructions == ["Auf den Bauch legen.", "Hochdrücken."]
    assert german.praise == ["Well held."]
    assert german.camera.advice == "Put the camera on the floor."
    cues = {fault.id: fault.cue for fault in german.faults}
    assert cues["piked"] == "Die Hüfte tiefer."
    assert cues["sagging"] == "Lift your hips a little."
    stretch_file(tmp_path, PLANK + GERMAN)
    assert find_stretch("plank", tmp_path, language="de") == german
    assert find_stretch("plank", tmp_path, language="fr") == english


def test_only_words_differ_by_language(tmp_path: Path) -> None:
    path = stretch_file(tmp_path, PLANK + GERMAN)
    english, german = load_stretch(path), load_stretch(path, language="de")
    words = {"name": "", "instructions": ["x"], "faults": [], "tempo": english.tempo}
    assert german.model_copy(update=words) == english.model_copy(update=words)
    assert [fault.model_copy(update={"cue": ""}) for fault in german.faults] == [
        fault.model_copy(update={"cue": ""}) for fault in english.faults
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            without('piked = "Lower your hips."'),
            "text.en.cues.piked: this key is missing",
        ),
        (
            PLANK + 'pikd = "Lower your hips."\n',
            "text.en.cues.pikd: 'pikd' is not a fault here (piked)",
        ),
        (
            PLANK.replace("piked =", "pikd ="),
            "text.en.cues.pikd: 'pikd' is not a fault here (piked)",
        ),
        (
            PLANK.replace('id = "piked"', 'id = "pike"'),
            "text.en.cues.piked: 'piked' is not a fault here (pike)",
        ),
        (PLANK.replace('id = "piked"\n', ""), "faults[1].id: this key is missing"),
        (
            without('no_too_far = "An example."').replace(
                "base =", 'no_too_far = "An example."\nbase ='
            ),
            "target.no_too_far: belongs in text.en.no_too_far",
        ),
        (
            PLANK.replace("no_too_far", "too_far"),
            "text.en.too_far: 'too_far' is not a key here (no_too_far)",
        ),
        (
            PLANK.replace("no_too_far", "no_to_far"),
            "text.en.no_to_far: 'no_to_far' is not a key here (no_too_far)",
        ),
        (
            PLANK.replace("base =", "bsae ="),
            "target.bsae: 'bsae' is not a key here (base)",
        ),
        (
            PLANK.replace('id = "piked"', "id = []"),
            "faults[1].id: should be a text",
        ),
        (without('name = "Plank"'), "text.en.name: this key is missing"),
        (
            PLANK.replace("tempo_cue", "tempo_que"),
            "text.en.tempo_que: 'tempo_que' is not a key here (tempo_cue)",
        ),
        (
            PLANK.replace('name = "Plank"', "name = 3"),
            "text.en.name: should be a text, is 3",
        ),
        (
            PLANK.replace('"Push up."', "2"),
            "text.en.instructions[1]: should be a text, is 2",
        ),
        (
            PLANK.replace('praise = ["Well held."]', "praise = []"),
            "text.en.praise: should not be empty",
        ),
        (PLANK.split("[text.en]")[0], "text.en: this table is missing"),
        (PLANK.split("[text.en]")[0] + "[text]\n", "text.en: this table is missing"),
        (
            PLANK.split("[text.en]")[0] + "[text]\nen = 3\n",
            "text.en: should be a table",
        ),
        (
            PLANK.replace("[text.en", "[text"),
            "text: needs a table for each language, as [text.en]",
        ),
        (
            PLANK.split("[text.en.cues]")[0] + "cues = 3\n",
            "text.en.cues: should be a table",
        ),
        (
            PLANK.replace('id = "plank"', 'id = "plank"\nname = "Plank"'),
            "name: belongs in text.en.name",
        ),
        (
            PLANK.replace('id = "piked"', 'id = "piked"\ncue = "Up."').replace(
                'piked = "Lower your hips."\n', ""
            ),
            "faults[1].cue: belongs in text.en.cues.piked",
        ),
        (PLANK.replace("schema = 2", "schema = 3"), "schema: should be 1 or 2, is 3"),
        (
            PLANK.replace("schema = 2", 'schema = "2"'),
            "schema: should be 1 or 2, is '2'",
        ),
        (PLANK.replace("schema = 2", ""), "schema: this key is missing"),
        (PLANK_1.replace("schema = 1", "schema = 0"), "schema: should be 1 or 2, is 0"),
        (PLANK_1.replace("schema = 1", ""), "schema: this key is missing"),
        (PLANK_1 + GERMAN, "text: is for files of schema 2"),
        (
            PLANK + GERMAN + 'pikd = "x"\n',
            "text.de.cues.pikd: 'pikd' is not a fault here (piked)",
        ),
        (
            PLANK + GERMAN.replace('"Brett"', "3"),
            "text.de.name: should be a text, is 3",
        ),
        (
            PLANK + GERMAN.replace("[text.de", "[text.german"),
            "text.german: 'german' is not a language, such as en, de or pt_BR",
        ),
    ],
)
def test_one_mistake_is_one_line(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_of(tmp_path, text) == [problem]


def test_every_problem_is_told_at_once_in_the_files_order(tmp_path: Path) -> None:
    text = (PLANK + GERMAN).replace("seconds = 20", "seconds = 200")
    text = text.replace('name = "Plank"\n', "").replace('"Langsamer."', '""')
    text = text.replace('"Well held."', "1").replace("dropped =", "droped =")
    assert problems_of(tmp_path, text) == [
        "hold.seconds: should be 120 or less, is 200",
        "text.en.cues.droped: 'droped' is not a fault here (dropped)",
        "text.en.praise[0]: should be a text, is 1",
        "text.en.name: this key is missing",
        "text.de.tempo_cue: should not be empty",
    ]


PAIR = """
schema = 2
id = "pair"
modes = ["normal"]
minutes = 4
turns = 0
camera_moves = 0
get_ups = 1
sources = ["seed"]

[[setups]]
camera_height_m = 0.6
camera_distance_m = 2.5

[[setups.steps]]
stretch = "plank"
facing = "left"
reps = 3

[[setups.steps]]
stretch = "plank"
facing = "left"
reps = 3

[text.en]
name = "A pair"
about = "Two sets."
not_for = ["Somebody with a sore wrist."]
camera_advice = ["From the side."]

[text.en.notes]
plank = "Slowly."

[text.en.needs]
plank = ["towel"]

[text.de]
name = "Ein Paar"
camera_advice = ["Von der Seite."]

[text.de.needs]
plank = ["Handtuch"]
"""

PAIR_1 = """
schema = 1
id = "pair"
name = "A pair"
about = "Two sets."
modes = ["normal"]
minutes = 4
turns = 0
camera_moves = 0
get_ups = 1
not_for = ["Somebody with a sore wrist."]
sources = ["seed"]

[[setups]]
camera_height_m = 0.6
camera_distance_m = 2.5
advice = "From the side."

[[setups.steps]]
stretch = "plank"
facing = "left"
reps = 3
note = "Slowly."
needs = ["towel"]

[[setups.steps]]
stretch = "plank"
facing = "left"
reps = 3
note = "Slowly."
needs = ["towel"]
"""


@pytest.fixture
def poses(tmp_path: Path) -> Path:
    """A stretch that needs nobody to rise, and the programme of two sets of it."""
    text = PLANK.replace('"prone"', '"seated"') + GERMAN
    (tmp_path / "plank.toml").write_text(text, encoding="utf-8")
    (tmp_path / FOLDER).mkdir()
    programme_file(tmp_path, PAIR)
    return tmp_path


def programme_file(poses: Path, text: str) -> Path:
    path = poses / FOLDER / "pair.toml"
    path.write_text(text.replace("get_ups = 1", "get_ups = 0"), encoding="utf-8")
    return path


def test_a_programme_of_schema_1_is_the_same(poses: Path) -> None:
    programme = find_programme("pair", poses)
    programme_file(poses, PAIR_1)
    assert find_programme("pair", poses) == programme


def test_a_programmes_translation_is_used_and_english_fills_in(poses: Path) -> None:
    programme = find_programme("pair", poses, language="de")
    assert (programme.name, programme.about) == ("Ein Paar", "Two sets.")
    assert [setup.advice for setup in programme.setups] == ["Von der Seite."]
    for step in programme.steps:
        assert (step.note, step.needs) == ("Slowly.", ["Handtuch"])
    assert read_programmes(poses, language="de").ready == (programme,)
    assert [p.name for p in read_programmes(poses).ready] == ["A pair"]


def test_a_long_translation_makes_no_programme_wrong(poses: Path) -> None:
    """The minutes in a programme's file are those of the English words."""
    long = "Ganz langsam und ruhig weiteratmen. " * 30
    text = PLANK.replace('"prone"', '"seated"') + GERMAN
    text = text.replace("Hochdrücken.", long)
    (poses / "plank.toml").write_text(text, encoding="utf-8")
    assert read_programmes(poses, language="de").problems == ()
    assert read_programmes(poses).problems == ()


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (
            '["From the side."]',
            '["From the side.", "From the front."]',
            "text.en.camera_advice[1]: there is no setup for this",
        ),
        ('["From the side."]', "[]", "text.en.camera_advice[0]: this value is missing"),
        (
            '["From the side."]',
            '"From the side."',
            "text.en.camera_advice: should be a list, one for each setup",
        ),
        (
            'camera_advice = ["From the side."]\n',
            "",
            "text.en.camera_advice[0]: this value is missing",
        ),
        (
            'plank = "Slowly."',
            'plonk = "Slowly."',
            "text.en.notes.plonk: 'plonk' is not a stretch of this programme here "
            "(plank)",
        ),
        (
            '["Handtuch"]',
            '"Handtuch"',
            "text.de.needs.plank: should be a list, is 'Handtuch'",
        ),
        (
            "facing",
            'note = "Slowly."\nfacing',
            "setups[0].steps[0].note: belongs in text.en.notes.plank",
        ),
        ('"Two sets."', '"Two sets"', "text.en.about: 'Two sets' does not end as a"),
        ("schema = 2", "schema = 9", "schema: should be 1 or 2, is 9"),
    ],
)
def test_one_mistake_in_a_programme_is_one_line(
    poses: Path, before: str, after: str, problem: str
) -> None:
    assert before in PAIR
    path = programme_file(poses, PAIR.replace(before, after, 1))
    known = {"plank": load_stretch(poses / "plank.toml")}
    (line,) = check_programme(path, known)
    assert line.startswith(f"{path}: {problem}")


CONDITIONS = """
schema = 2

[[conditions]]
id = "sore"
sources = ["seed"]

[[conditions]]
id = "stiff"
sources = ["seed"]

[text.en.sore]
label = "A sore one"
says = "Take care."

[text.en.stiff]
label = "A stiff one"
says = "Slowly."

[text.de.stiff]
label = "Etwas Steifes"
"""


def conditions_file(folder: Path, text: str) -> Path:
    path = folder / "conditions.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_conditions_in_another_language(tmp_path: Path) -> None:
    path = conditions_file(tmp_path, CONDITIONS)
    english, german = load_conditions(path), load_conditions(path, language="de")
    assert [one.label for one in english.values()] == ["A sore one", "A stiff one"]
    assert [one.label for one in german.values()] == ["A sore one", "Etwas Steifes"]
    assert german["stiff"].says == "Slowly."


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('says = "Take care."\n', "", "text.en.sore.says: this key is missing"),
        (
            "[text.en.sore]",
            "[text.en.sores]",
            "text.en.sores: 'sores' is not a condition here (sore)",
        ),
        ("says = ", "say = ", "text.en.sore.say: 'say' is not a key here (says)"),
        ('id = "sore"', 'id = "sore"\nsays = "x"', "belongs in text.en.sore.says"),
        ('id = "sore"\n', "", "conditions[0].id: this key is missing"),
        ('"sore"', '"stiff"', "conditions[1].id: 'stiff' stands twice"),
    ],
)
def test_what_is_wrong_with_the_words_of_conditions(
    tmp_path: Path, before: str, after: str, problem: str
) -> None:
    assert before in CONDITIONS
    path = conditions_file(tmp_path, CONDITIONS.replace(before, after, 1))
    with pytest.raises(SafetyFileError) as error:
        load_conditions(path)
    lines = str(error.value).splitlines()
    assert any(line.endswith(problem) for line in lines)
    if before != '"sore"':  # there the words of the other are left over
        assert len(lines) == 1
