"""Styles of neighbourhoods, one file each: ``furnish(site)`` puts things along a road."""
