"""Plays the demo's day through the public doors: the pages that officers use, over HTTP, like people would."""
