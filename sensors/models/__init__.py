"""Sensor models: a file is a kind of sensor."""
