"""Rows and columns: CSV, workbooks, JSON of unknown shape."""
