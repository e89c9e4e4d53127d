"""The clips: every module here with a list CLIPS is found by itself."""
