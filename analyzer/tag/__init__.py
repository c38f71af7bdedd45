"""Who speaks in what role, what each sentence does, and what clients do with advice."""
