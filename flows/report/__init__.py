"""Report: what a person reads after a run."""
