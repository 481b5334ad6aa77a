"""Background work: tasks.py (what the worker runs), reactions.py (when this fact, do that)."""
