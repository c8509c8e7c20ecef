"""What an administrator does with the school's agreements: one action, one transaction, audit included."""
