"""Every error has its words in both languages."""

import pytest

from locales.catalogue import load
from sync import errors
from sync.hub import docket
from sync.parcel import errors as parcel_errors

MODULES = (errors, parcel_errors)  # their classes are found below the root


def leaves(kind=errors.SyncError):
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in leaves(child))]


OURS = [leaf for leaf in leaves() if leaf.__module__ == "sync.errors"]
REASONS = [
    docket.AFTER_HELD,
    docket.CODE_TAKEN,
    docket.INTERNAL,
    docket.ONLY_THE_HUB,
    docket.UNKNOWN_ENTITY,
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("leaf", OURS, ids=lambda leaf: leaf.code)
def test_an_error_has_words(leaf, language):
    assert f"error.{leaf.code}" in load(language)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_of_the_hub_has_words(reason, language):
    assert f"reason.{reason}" in load(language)


def test_codes_are_used_once():
    codes = [leaf.code for leaf in OURS]

    assert len(codes) == len(set(codes))
