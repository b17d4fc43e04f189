"""The national portal's records read into rows. Plain Python: no ORM, no database.

Every parser is lossless: the pieces it cuts a text into join to the text again, and each piece
is the layout of the page, the value of a row, or the verbatim text of an issue.
"""
