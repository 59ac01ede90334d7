"""Quantities: numbers with units, distributions, expressions, and the settings made of them."""
