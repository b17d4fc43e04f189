"""Pure rules of a dossier: plain Python, tested without a database."""
