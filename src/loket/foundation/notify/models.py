"""Tables of notify. Addressee and texts are sealed for their row, and gone after their time."""

from __future__ import annotations

from django.db import models

from loket.foundation.notify.rules import NEAR_BOUND, DeliveryError, MessageChannel
from loket.foundation.offices.models import Office
from loket.foundation.people.models import Account


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


class MessageState(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Message(models.Model):
    """One message to one person, in one language.

    `wanted` is the channel that the person chose, `channel` the one last asked, `gave_up` those that failed for good.
    `tries` counts all, `channel_tries` those of this channel. What is sealed is emptied when its time is over.
    """

    id = models.UUIDField(primary_key=True)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    to_index = models.BinaryField(max_length=32, null=True)
    to_sealed = models.BinaryField(null=True)
    email_sealed = models.BinaryField(null=True)
    text_sealed = models.BinaryField(null=True)
    letter_sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    wanted = models.CharField(max_length=10, choices=_choices(MessageChannel), default=MessageChannel.WHATSAPP.value)
    channel = models.CharField(max_length=10, choices=_choices(MessageChannel), blank=True, default="")
    gave_up = models.JSONField(default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    channel_tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=12, choices=_choices(DeliveryError), blank=True, default="")
    receipt = models.CharField(max_length=100, blank=True, default="")
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    useful_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=80, unique=True, null=True)

    class Meta:
        indexes = (
            models.Index(fields=["to_index", "-created_at"], name="message_by_addressee"),
            models.Index(
                fields=["office", "-created_at"], condition=models.Q(state="failed"), name="message_failed_by_office"
            ),
            models.Index(
                fields=["template", "created_at"], condition=models.Q(purged_at=None), name="message_to_purge"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(purged_at=None)
                | models.Q(to_index=None, to_sealed=None, email_sealed=None, text_sealed=None, letter_sealed=None),
                name="message_purged_is_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(purged_at__isnull=False) | models.Q(text_sealed__isnull=False),
                name="message_says_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"


class NoticeChoice(models.Model):
    """By which channel an account wants its messages; none: WhatsApp first."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="notice_choice")
    channel = models.CharField(max_length=10, choices=_choices(MessageChannel))
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id}: {self.channel}"


class NoticeSetting(models.Model):
    """What an office decides about its notices: at how many numbers ahead people are called back (R67)."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, primary_key=True, related_name="notice_setting")
    near_ahead = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(near_ahead__lte=NEAR_BOUND), name="notice_near_in_bounds"),
        )

    def __str__(self) -> str:
        return f"{self.office_id}: {self.near_ahead} ahead"


class NoticeRound(models.Model):
    """A set of notices that went out for one office and day, so that a repeated or late job passes it over."""

    template = models.CharField(max_length=40)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    told_at = models.DateTimeField()
    messages = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["template", "office", "day"], name="notice_round_once"),)

    def __str__(self) -> str:
        return f"{self.template} {self.office_id} {self.day}: {self.messages}"
