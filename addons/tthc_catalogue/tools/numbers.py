"""Numbers as Vietnamese papers write them."""


def grouped(number):
    """A whole number with its thousands apart.

    >>> grouped(1234567), grouped(-58000.0)
    ('1.234.567', '-58.000')
    """
    return f"{round(number):,}".replace(",", ".")
