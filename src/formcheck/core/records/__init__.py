"""What is kept of sessions and people, and what it says of progress."""
