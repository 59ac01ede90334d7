"""Suites of set pieces: cases with what counts as good, for ``whiteout evaluate``."""
