"""Instruments of navigation: inertial errors, satellites, wheels, the air, the Earth's field."""
