"""What vehicles are built from: curves, lofted sheets, cabins, lamps, wheels, riders."""
