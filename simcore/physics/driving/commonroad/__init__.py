"""Reference models: the single-track models of CommonRoad with their published parameters.

Althoff, Koschi & Manzinger, "CommonRoad: composable benchmarks for motion planning on roads", IV
2017, and Althoff & Würsching, "CommonRoad: vehicle models", 2020. They check the engine's own car
and drive nothing: their ST is neutral at every speed, which no real car is.
"""
