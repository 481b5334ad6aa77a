"""The product's own hash of passwords, at a cost that tests can pay: the work is the only thing left out."""

from __future__ import annotations

from django.contrib.auth.hashers import ScryptPasswordHasher


class CheapScrypt(ScryptPasswordHasher):
    """Scrypt with two rounds; what real rounds wrote opens all the same, for the hash says how it was made."""

    work_factor = 2
