"""Schools, classes, people, signing in, rosters, and the table of who may do what."""
