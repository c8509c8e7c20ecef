"""Acts, one transaction each, with their audit row."""
