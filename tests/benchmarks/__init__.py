"""Benchmarks: ratios within one interleaved run. `python -m tests.benchmarks` runs them; pytest doesn't."""
