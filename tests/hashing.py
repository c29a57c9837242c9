"""Passphrases of test accounts: hashed as those of the site, with the least work that Argon2 takes."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickHasher(Argon2PasswordHasher):
    """Argon2 without its deliberate cost (0.2 s and 100 MB a passphrase): thousands of tests make accounts."""

    time_cost = 1
    memory_cost = 8  # KiB
    parallelism = 1
