"""Device functions and kernels that several modules share."""
