"""What stands along a line: houses, gardens, trees, lamps and signs, by styles of neighbourhood."""
