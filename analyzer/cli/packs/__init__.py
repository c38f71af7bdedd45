"""The commands of ``analyzer pack``."""
