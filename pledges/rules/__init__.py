"""What holds for pledges, as pure functions."""
