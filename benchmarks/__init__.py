"""Benchmarks print tables and assert nothing; the tests share their scoring."""
