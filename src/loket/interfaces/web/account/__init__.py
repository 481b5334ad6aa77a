"""Signing in and out, the account, the language, officers on a shared machine; drafts survive it."""
