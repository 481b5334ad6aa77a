"""Loket: serves people at an immigration office when the number it may serve is limited."""
