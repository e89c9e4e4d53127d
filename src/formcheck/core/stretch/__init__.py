"""What a stretch file says, and what is known of a person's range in it."""
