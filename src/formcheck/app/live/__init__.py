"""The live session: eyes, engine, messages and what becomes of it."""
