"""Wiring only: from a video to a verdict, many at once, and what is wrong here."""
