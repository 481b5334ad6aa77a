"""Audit: the ledger (buku besar), one line for everything that happened, and the demo's clock.

Tables: LedgerLine (append-only by grants and trigger), ClockOffset (one row).
Written by every action of every room in its own transaction; read by pages of the head and auditors.
Keeps ids, no foreign keys, no personal data. Source: MISSION row B7 (WBK evidence), R62.
Facts written: none of its own.
"""
