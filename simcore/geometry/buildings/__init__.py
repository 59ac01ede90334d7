"""Buildings by a facade grammar: walls with real openings, roofs, and the styles made of them."""
