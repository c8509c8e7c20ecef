"""Plain data for the pages of the agreements."""
