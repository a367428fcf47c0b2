"""Expectations: what must hold, beside the data and not in the code that makes it."""
