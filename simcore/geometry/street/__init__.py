"""Street furniture: lamps, signals, signs, fences, barriers and what stands on pavements."""
