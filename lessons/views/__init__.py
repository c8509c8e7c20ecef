"""The pages of lessons: a pupil's home, the player, the preview for authors and teachers."""
