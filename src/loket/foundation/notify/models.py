"""Tables of notify."""

from __future__ import annotations

from django.db import models


class MessageState(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Message(models.Model):
    """One message to one phone, in one language. Address and text are sealed for this row."""

    id = models.UUIDField(primary_key=True)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    to_index = models.BinaryField(max_length=32)
    to_sealed = models.BinaryField()
    text_sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=80, unique=True, null=True)

    class Meta:
        indexes = (models.Index(fields=["to_index", "-created_at"], name="message_by_addressee"),)

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"
