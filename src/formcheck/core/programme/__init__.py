"""Stretches in a row: programmes, plans, where they are done and what the camera sees."""
