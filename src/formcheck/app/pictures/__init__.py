"""Pictures of what was seen: replayed frames and the annotated video."""
