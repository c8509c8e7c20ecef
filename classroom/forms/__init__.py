"""Reading what teachers send."""
