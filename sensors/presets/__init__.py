"""Known devices: a table of settings for each kind of sensor."""
