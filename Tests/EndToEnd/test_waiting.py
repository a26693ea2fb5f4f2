"""Patience has an end: with services that never answer, and with clients that dawdle."""

import pytest

from support.waiting import CLIENT_LIMIT, DAWDLERS, LANGUAGES


@pytest.mark.parametrize("dawdler", DAWDLERS)
def test_a_client_that_dawdles_does_not_hold_its_connection_for_ever(dawdler, waiting):
    assert waiting.dawdlers[dawdler].result(), f"a client that {dawdler} kept its connection for {CLIENT_LIMIT} seconds"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_that_never_answers_is_given_up_and_costs_nothing(language, waiting):
    lin, call = waiting.hung[language]

    assert call.result().code == 40006
    assert lin.ledger() == ["adjustment +100", "consume -10", "refund +10"]
    assert lin.balance() == 100
