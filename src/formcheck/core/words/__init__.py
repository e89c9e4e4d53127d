"""Names and reasons, and what is said of them: the ground floor."""
