"""Pages of what is kept: reports, progress and replays."""
