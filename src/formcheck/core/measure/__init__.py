"""What can be measured of a body, and how readings are smoothed."""
