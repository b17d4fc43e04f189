"""Pure rules of the audit: plain arguments, no ORM, no database."""
