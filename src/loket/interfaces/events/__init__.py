"""Server-sent events for boards, counters and phones: the whole state on connect, then again after each change.

A bare ASGI application (README.md tells its addresses and payloads). One LISTEN connection a process hears
`loket_changes`; NOTIFY is only a hint, so every message is read anew from the tables and replaces the one before.
"""
