"""What behaviours and drivers share: keeping a lane and a distance, and what can be seen."""
