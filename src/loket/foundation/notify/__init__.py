"""Notify (pemberitahuan): messages to people, written to an outbox in the transaction of what they tell.

Channels: `screen` in the demo (shown on the page of messages), later SMS, WhatsApp and e-mail.
The addressee and text are sealed. Sources: MISSION A1, R67. Tables: Message.
Facts written: notify.queued, notify.sent, notify.failed, notify.codes_forgotten; nothing follows from them.
"""
