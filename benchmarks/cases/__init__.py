"""The benchmarks. Each has a docstring that says what its ratio compares and its target, and ``measure()``."""
