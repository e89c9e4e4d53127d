"""The pure heart: numpy, pydantic and the standard library. No clock, no input or
output.
"""
