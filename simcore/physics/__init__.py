"""Physics: ``driving`` for road users on roads; each backend keeps, saves and restores a state."""
