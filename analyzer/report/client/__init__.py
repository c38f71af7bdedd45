"""The report about one client over time: what was brought, advised, agreed, and what is open."""
