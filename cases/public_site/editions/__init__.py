"""Editions on the side that receives them: check, put in place, wipe, honour withdrawals. No private key, no database."""
