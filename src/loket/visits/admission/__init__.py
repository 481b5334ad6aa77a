"""Admission (gerbang): who may pass the door, once, and what a refused person can do next.

By ticket (signed QR or typed code) or by identity and birth date on the day list. Walk-ins without a number are
refused with the next free seats. Sources: R1, R5 of the report rows A4 and A5, R32, R33.
Tables: Arrival, GateRefusal.
Facts written: admission.admitted, admission.refused, admission.window_overridden.
"""
