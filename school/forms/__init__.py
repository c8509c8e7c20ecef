"""What browsers send, read and checked."""
