"""A session cut into sentences, exchanges and segments."""
