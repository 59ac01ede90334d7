"""LiDAR: beams in time, echoes of surfaces, of what falls and of fog, and what a receiver tells."""
