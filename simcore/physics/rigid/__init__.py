"""Loose bodies in three dimensions, by PyBullet, beside the driving kernels.

Only this package imports ``pybullet``, and only when a world has such bodies.
"""
