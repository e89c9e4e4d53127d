"""Other programs' ways of counting, on the landmarks that formcheck judges.

Written from their public descriptions, none of it their code. They count and know
nothing of form; where a stretch is to be fitted, its good sample clip is what they get.
"""
