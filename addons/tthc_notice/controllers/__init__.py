from . import choice
