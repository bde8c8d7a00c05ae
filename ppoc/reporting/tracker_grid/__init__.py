"""The tracker as a grid: the lists of the tracker as sheets, of which each cell is saved as its form would save it."""
