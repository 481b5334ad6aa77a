"""Tests sign in cheaply; people's passwords are hashed at full cost."""

from __future__ import annotations

from django.contrib.auth.hashers import ScryptPasswordHasher, get_hasher
from django.utils.module_loading import import_string
from tests.passwords import CheapScrypt

from loket.config import settings as product


def test_the_product_hashes_passwords_with_scrypt_at_full_cost() -> None:
    hasher = import_string(product.PASSWORD_HASHERS[0])
    assert hasher is ScryptPasswordHasher
    assert (hasher.work_factor, hasher.block_size) >= (2**14, 8)  # OWASP: N=2^14 with r=8 needs p=5
    assert hasher.parallelism == 5


def test_tests_hash_the_same_way_and_cheaper() -> None:
    assert isinstance(get_hasher(), CheapScrypt)
    assert get_hasher().algorithm == ScryptPasswordHasher.algorithm
