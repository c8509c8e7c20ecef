"""Questions about classes, each a fixed number of statements whatever the size of the class."""
