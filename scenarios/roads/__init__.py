"""Roads: a file is a kind of road."""
