"""An authority's own app: what an administrator changed without code, in a shape that other sites can install."""
