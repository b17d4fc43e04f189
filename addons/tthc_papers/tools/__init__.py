"""Pure rules about files: plain Python, tested without a database."""
