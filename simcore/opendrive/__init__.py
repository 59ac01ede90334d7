"""ASAM OpenDRIVE: roads of other people's files, read without any library of others."""
