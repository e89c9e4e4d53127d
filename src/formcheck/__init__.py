"""Watches a person stretch: how far, how long, how many, and when to ease off.

The command line is `formcheck`; see `formcheck --help`. From Python, the pure core
judges a series of `formcheck.core.body.observation.Observation` and imports neither
OpenCV nor MediaPipe.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
