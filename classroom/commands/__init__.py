"""What teachers do; each command is one transaction."""
