"""Settings of all tests."""

from hypothesis import settings

# How long an example takes is a matter of the machine, and no failure.
settings.register_profile("tthc", deadline=None)
settings.load_profile("tthc")
