"""Pure rules of the catalogue: plain arguments, no ORM, no database."""
