"""What is raised when an installation is told something that can't be."""

from __future__ import annotations


class EnvironmentWrong(Exception):
    """The environment can't be used; the message says which variable and what to do."""
