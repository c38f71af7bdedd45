"""Formats of researchers: tiers on a time line, CHAT, corpora of many talks."""
