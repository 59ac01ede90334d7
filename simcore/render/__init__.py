"""The renderer: a rasteriser on the CPU, deferred shading in linear light, no system library."""
