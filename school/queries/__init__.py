"""Questions to the database; plain data out."""
