"""What touches the world outside: videos, the pose model, files.

Each edge is a small Protocol with a fake that ships beside the real thing.
"""
