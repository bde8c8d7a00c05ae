"""What a PPOC Administrator may customise without code, and without seeing a child's record."""
