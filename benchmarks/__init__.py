"""Benchmarks: ``python -m benchmarks`` or ``make bench``; peers are installed by
``make bench-peers`` and run in the same session, on the same scene and the same core."""
