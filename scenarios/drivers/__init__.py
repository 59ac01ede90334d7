"""Drivers: a file is a way of driving the ego when no agent does."""
