from . import carrier
