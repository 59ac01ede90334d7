"""What falls and floats in the air: sizes, speeds, extinction and scattering of each."""
