"""Starts: a file is a condition under which an actor begins."""
