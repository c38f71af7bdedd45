"""The commands of ``analyzer archive``."""
