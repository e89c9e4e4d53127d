"""The judge: samples in, events and the result of a set out."""
