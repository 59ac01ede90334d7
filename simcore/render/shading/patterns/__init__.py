"""Patterns of materials: ``pattern`` in ``materials.csv`` is the file that draws it.

Each has ``shade(first, end, blocks_out)``, which changes colour, roughness, normal and shine of
the points in blocks [first, end); see ``layout``.
"""
