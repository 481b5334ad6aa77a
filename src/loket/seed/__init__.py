"""Seed: what a fresh installation starts from, and the demo's Friday (4 February 2022, South Jakarta, PPKM level 2).

Reference: all offices of offices.csv, services, calendar; fit for real use. Demo: layout of eight bookable offices,
officers with known passwords, slots and booked people; never outside the demo. Running it again changes nothing.
A floor of its own under the interfaces: it furnishes every room at once and no room may know it.
"""
