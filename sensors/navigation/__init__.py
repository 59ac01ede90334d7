"""Instruments of navigation: noise, inertial errors, satellites, wheels, air and the Earth's field."""
