"""Evidence of what pupils did and showed, and what follows from it. Everybody reports to it; it knows nobody above."""
