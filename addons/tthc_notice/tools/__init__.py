"""Pure rules of the notices: plain Python, tested without a database."""
