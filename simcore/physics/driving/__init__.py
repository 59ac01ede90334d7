"""Road users as arrays over environments and actors, (E, N, …); row 0 of the actors is the ego."""
