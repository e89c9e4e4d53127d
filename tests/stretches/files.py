"""A whole stretch file, as text to be spoilt."""

PLANK = """
schema = 2
id = "plank"
posture = "prone"
kind = "hold"
trust = "B"
sides = "none"
programmes = ["demo"]
sources = ["None: an example."]

[camera]
view = "side"
max_off_deg = 20
height_m = [0.3, 0.8]
distance_m = [2.0, 3.0]

[measures.hip]
kind = "hip_angle"

[measures.trunk]
kind = "trunk_rise"

[start]
still_s = 0.5
evidence = "estimate"

[[start.clauses]]
measure = "trunk"
enter = [-10, 10]

[target]
base = "hands_and_feet"
towards = "more"
evidence = "estimate"

[[target.clauses]]
measure = "hip"
enter = [160, 185]
exit = [155, 190]

[hold]
seconds = 20
settled_speed = 20
source = "an example"

[reps]
count = 3
source = "an example"

[tempo]
measure = "hip"
too_fast = 90
evidence = "estimate"

[[faults]]
id = "sagging"
severity = "unsafe"
measure = "hip"
above = 205
evidence = "estimate"

[[faults]]
id = "piked"
severity = "form"
measure = "hip"
below = 145
evidence = "estimate"

[[faults]]
id = "head_low"
severity = "form"
measure = "trunk"
below = -20
evidence = "estimate"

[[faults]]
id = "dropped"
severity = "unsafe"
type = "speed"
measure = "hip"
above = 200
direction = "out"
evidence = "estimate"

[gates]
acute = "blocked"
flare = "gentle"
normal = "allowed"

[text.en]
no_too_far = "An example."
name = "Plank"
instructions = ["Lie down.", "Push up."]
camera_advice = "Put the camera on the floor."
tempo_cue = "Slower."
praise = ["Well held."]
not_observable = ["Breathing."]
contraindications = ["A sore wrist."]

[text.en.cues]
sagging = "Lift your hips a little."
piked = "Lower your hips."
head_low = "Bring your shoulders up."
dropped = "Come down slowly."
"""

GERMAN = """
[text.de]
name = "Brett"
instructions = ["Auf den Bauch legen.", "Hochdrücken."]
tempo_cue = "Langsamer."

[text.de.cues]
piked = "Die Hüfte tiefer."
"""
"""What may stand behind it: a translation of some of it."""

PLANK_1 = """
schema = 1
id = "plank"
name = "Plank"
posture = "prone"
kind = "hold"
trust = "B"
sides = "none"
programmes = ["demo"]
instructions = ["Lie down.", "Push up."]
praise = ["Well held."]
not_observable = ["Breathing."]
contraindications = ["A sore wrist."]
sources = ["None: an example."]

[camera]
view = "side"
max_off_deg = 20
height_m = [0.3, 0.8]
distance_m = [2.0, 3.0]
advice = "Put the camera on the floor."

[measures.hip]
kind = "hip_angle"

[measures.trunk]
kind = "trunk_rise"

[start]
still_s = 0.5
evidence = "estimate"

[[start.clauses]]
measure = "trunk"
enter = [-10, 10]

[target]
towards = "more"
evidence = "estimate"

[[target.clauses]]
measure = "hip"
enter = [160, 185]
exit = [155, 190]

[hold]
seconds = 20
settled_speed = 20
source = "an example"

[reps]
count = 3
source = "an example"

[tempo]
measure = "hip"
too_fast = 90
cue = "Slower."
evidence = "estimate"

[[faults]]
id = "sagging"
severity = "unsafe"
measure = "hip"
above = 205
cue = "Lift your hips a little."
evidence = "estimate"

[[faults]]
id = "piked"
severity = "form"
measure = "hip"
below = 145
cue = "Lower your hips."
evidence = "estimate"

[[faults]]
id = "head_low"
severity = "form"
measure = "trunk"
below = -20
cue = "Bring your shoulders up."
evidence = "estimate"

[[faults]]
id = "dropped"
severity = "unsafe"
type = "speed"
measure = "hip"
above = 200
direction = "out"
cue = "Come down slowly."
evidence = "estimate"

[gates]
acute = "blocked"
flare = "gentle"
normal = "allowed"
"""
"""The same as a file of schema 1."""
