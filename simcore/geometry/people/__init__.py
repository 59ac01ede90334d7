"""People as articulated figures: varied, fair, walking and running."""
