"""Writers of datasets: each file is a format."""
