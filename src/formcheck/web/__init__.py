"""The local page of the live coach, on 127.0.0.1 alone and to one page at a time."""
