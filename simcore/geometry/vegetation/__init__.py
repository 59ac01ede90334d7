"""Plants: trees with and without leaves, spruces, bushes, hedges and grass, at three details."""
