"""Deferred shading: from what each sample sees to the light that reaches the camera."""
