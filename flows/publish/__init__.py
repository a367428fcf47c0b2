"""Publish: checked tables become one atomic release under `data/curated/`. The only package that knows Delta."""
