"""What changes a pupil's or a class's way through a module: one action, one transaction each."""
