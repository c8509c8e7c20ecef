"""Pages with questions."""
