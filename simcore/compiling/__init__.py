"""How kernels become machine code: signatures, dispatchers, fingerprints, the cache."""
