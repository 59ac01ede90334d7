"""Weather effects: each file is one, named as in ``weather:`` of a scenario."""
