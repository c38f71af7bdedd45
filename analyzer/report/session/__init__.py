"""The report about one session: what was brought, advised, agreed and left open."""
