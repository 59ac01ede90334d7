"""Animals as articulated figures: deer, moose, wild boar and dogs."""
