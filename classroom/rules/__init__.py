"""Pure rules of the classroom: what needs attention, what to do next, the clock of a lesson, shares and intervals."""
