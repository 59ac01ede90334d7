"""What gathers on the pane before a camera: drops, snow, and what keeps it clear."""
