"""The pages of pledges: the pupil's own, the teacher's, the one for at home, and the check for strangers."""
