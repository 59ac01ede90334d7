"""The ground along a line: roads, pavements and land as meshes, and what is painted on them."""
