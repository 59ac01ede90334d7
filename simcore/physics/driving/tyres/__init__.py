"""Tyres: published models, and how much each kind of tyre grips on each kind of ground."""
