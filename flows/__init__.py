"""Flows: the way of the data, from sources to a release that people read."""
