"""Rays against the world: trees of boxes over triangles and over the items that are placed."""
