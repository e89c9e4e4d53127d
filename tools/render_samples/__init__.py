"""Renders people doing stretches, with ground truth, into sample_videos/."""
