"""The course of a live session, as a pure state machine."""
