"""Pure rules of the guidance: plain Python, tested without a database."""
