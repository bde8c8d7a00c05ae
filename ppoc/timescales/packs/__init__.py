"""Practice packs: an authority's way of working, as folders of plain data."""
