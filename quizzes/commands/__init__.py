"""What pupils and teachers do with questions: one action, one transaction each."""
