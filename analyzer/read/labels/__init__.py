"""Labelled talk: which strings at line starts are speakers."""
