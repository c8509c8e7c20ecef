"""The teacher's side: the class at a glance, live lesson, board, reports, lesson guides. Reads every feature below."""
