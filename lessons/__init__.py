"""Lessons: the modules, their step types and the player that walks a pupil through them."""
