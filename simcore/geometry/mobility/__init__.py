"""People with something to lean on, sit in or push: canes, wheelchairs, strollers."""
