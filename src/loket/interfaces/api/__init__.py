"""The API under /api/v1/: JSON for other programs, one file a resource, contract in docs/openapi.json.

offices, availability, bookings, positions; /healthz and /readyz for whoever watches the service.
Bookings ask for the session of a signed-in citizen (cookie and CSRF token); tokens for programs come
later (docs/adr/0004).
Failures are problem documents (RFC 9457): `code` for programs, `detail` in the reader's language.
"""
