"""Finding, reading and checking stretch files."""
