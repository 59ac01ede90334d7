"""Behaviours: a file is something that an actor does."""
