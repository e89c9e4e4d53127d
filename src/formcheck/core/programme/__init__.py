"""Stretches in a row: programmes, plans, where they are done, what the camera sees."""
