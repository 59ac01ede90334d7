"""What a camera makes of light: optics, electrons, raw values, and pictures of them."""
