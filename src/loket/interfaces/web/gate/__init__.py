"""Pages of the gate officer: scan, decide, let in or turn away. Standing, one hand, one glance."""
