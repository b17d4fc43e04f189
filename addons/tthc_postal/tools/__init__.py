"""Pure rules of the post: plain Python, tested without a database."""
