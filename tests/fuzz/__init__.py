"""Random input, guided by what it reaches: `python -m tests.fuzz` (see there), and every find as a test."""
