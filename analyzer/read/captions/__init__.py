"""Captions: cues with times, by whomever they were written."""
