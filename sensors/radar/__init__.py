"""What radars share: echoes of the world, what the air and a radome do to them, and detections."""
