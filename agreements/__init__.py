"""What schools agreed: protocols as clauses, the points on which they differ, the contract, a school's own protocol."""
