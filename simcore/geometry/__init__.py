"""Shapes of things: meshes, the builder that makes them, and articulated figures."""
