"""The engine's own car: two tracks, four wheels that spin, brakes and engine with their assists."""
