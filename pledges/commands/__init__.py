"""What can be done with pledges: one act a function, one transaction each, sealed in the chain."""
