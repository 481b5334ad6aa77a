"""Kit: small tools without tables that every room may use.

Actor, clock, transaction, ids, errors, crypto, text, events, environment.
Nothing here knows an office, a seat or a person.
"""
