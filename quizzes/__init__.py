"""Questions: banks, question types, attempts, refreshers, the start and end measurement."""
