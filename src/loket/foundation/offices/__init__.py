"""Offices (Kantor Imigrasi, Kanim): where service happens and what it consists of.

Regions (Kanwil), offices, service points, floors, zones, counters, services with their stages,
opening hours, closed and extra days. Sources: domain.md sections 5 and 11, R10, R11, R13, R14, R57.
Tables: Region, Office, ServicePoint, Floor, Zone, Counter, Service, Offer, Step, OpeningHours, CalendarDay.
Facts written: offices.day_set, offices.day_unset.
"""
