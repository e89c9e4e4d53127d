"""What is kept: found again, judged again, exported, backed up, recovered."""
