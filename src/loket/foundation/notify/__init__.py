"""Notify (pemberitahuan): messages to people, written to an outbox in the transaction of what they tell.

What they say is data in both languages: texts/*.toml and door.toml. They go by the channel that a person chose
(WhatsApp, SMS, e-mail, or only the account's page), are tried again with growing waits, then by the next channel, and
listed when all fail. Addressee and texts are sealed, and emptied after their time. Sources: MISSION A1, R34, R44, R64,
R66, R67; docs/adr/0018. Tables: Message, NoticeChoice, NoticeSetting, NoticeRound.
Facts written: notify.queued, notify.sent, notify.failed, notify.tried_again, notify.round_told, notify.purged,
notify.channel_chosen, notify.near_set; nothing follows from them.
"""
