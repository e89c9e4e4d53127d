"""Real people, judged and scored against what was read off the pictures by eye."""
