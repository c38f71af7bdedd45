"""Figures drawn from tables, in one style; see ``analyzer.plots.style`` for the colours."""
