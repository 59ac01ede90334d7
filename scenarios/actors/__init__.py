"""Actors: a file is a kind of road user, animal or thing."""
