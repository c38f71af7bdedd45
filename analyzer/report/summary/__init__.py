"""The theme summary: its content, part by part, and its figures."""
