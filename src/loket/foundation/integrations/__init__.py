"""Integrations: tokens by which other programs of an office use the API (token, program lain).

A token belongs to one office or one region, may do what its scopes say, ends on a day, and can be revoked at
once. Its text is shown once; only a keyed hash is kept. Sources: issue 3 "api", R62, R66, docs/adr/0019.
Tables: ApiToken.
Facts written: integrations.token_made, integrations.token_revoked.
"""
