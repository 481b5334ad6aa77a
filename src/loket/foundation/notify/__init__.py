"""Notify (pemberitahuan): messages to people, written to an outbox in the transaction of what they tell.

Channels: `screen` in the demo (shown on the page of messages), later SMS, WhatsApp and e-mail.
The addressee and text are sealed. Sources: MISSION A1, R67. Tables: Message.
Facts written: none (a message is the consequence of a fact).
"""
