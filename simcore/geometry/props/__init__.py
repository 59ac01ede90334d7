"""Things that lie or roll on roads: balls, cones, boxes, tyres, branches, pallets, bags."""
