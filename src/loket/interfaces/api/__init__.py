"""The API under /api/v1/: JSON for other programs, one file a resource, contract in docs/openapi.json.

For anybody: offices, calendar, availability, boards. For the session of a signed-in citizen (cookie and CSRF
token): bookings, positions. For a program's token with the scope that the contract names (docs/adr/0019): an office's
quota, bookings, figures of today. /healthz and /readyz for whoever watches the service.
Failures are problem documents (RFC 9457): `code` for programs, `detail` in the reader's language.
"""
