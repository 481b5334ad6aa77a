"""Offices (Kantor Imigrasi, Kanim): where service happens and what it consists of.

Regions (Kanwil), offices with their names through time and their areas, service points, floors, zones, counters,
services with their stages; weekly hours, periods with hours of their own (Ramadan), closed, short and extra days.
Sources: domain.md sections 5, 9, 10 and 11, R10, R11, R13, R14, R57, R69.
Tables: Region, Office, OfficeRecord, AreaRegency, ServicePoint, Floor, Zone, Counter, Service, Offer, Step,
OpeningHours, HoursPeriod, PeriodHours (WallHours is their common part), CalendarDay.
Facts written: offices.day_set, offices.day_unset, offices.period_set, offices.period_unset, offices.changed,
offices.record_followed.
"""
