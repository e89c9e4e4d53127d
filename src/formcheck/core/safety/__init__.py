"""What a day and a person's conditions allow, and what they rule out."""
