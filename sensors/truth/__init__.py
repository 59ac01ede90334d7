"""Ground truth: what was there when a reading was taken, computed before any damage."""
