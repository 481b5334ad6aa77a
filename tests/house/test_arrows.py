"""Arrows that imports do not show: foreign keys point to the own room or a lower one."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model
from tests.house.tree import rank, room_of


def _arrows() -> list[tuple[type[Model], str, type[Model]]]:
    models = apps.get_app_config("loket").get_models()
    return [
        (model, field.name, field.related_model)
        for model in models
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and isinstance(field.related_model, type)
    ]


def test_there_are_foreign_keys_to_look_at() -> None:
    assert len(_arrows()) > 20


def test_foreign_keys_point_downwards_only() -> None:
    wrong = []
    for model, name, target in _arrows():
        here, there = room_of(model.__module__), room_of(target.__module__)
        if here != there and not rank(there) < rank(here):
            wrong.append(f"{model.__name__}.{name} of {here} points to {there}")
    assert wrong == []


def test_the_ledger_points_nowhere() -> None:
    assert [name for model, name, _ in _arrows() if room_of(model.__module__) == "foundation.audit"] == []
