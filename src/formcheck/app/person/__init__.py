"""One person: what is known of them, their range and their plan."""
