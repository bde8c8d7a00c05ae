"""What is printed from a meeting: the rows in bulk, the document's shape, and its pages."""
