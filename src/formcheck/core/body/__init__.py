"""One body in the picture: points, postures, who it is, and when to look."""
