"""Sign-in cards as a file to print."""
