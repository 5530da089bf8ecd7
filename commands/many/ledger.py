from contextlib import contextmanager

from analyzer.team.ledger import Ledger


class Book:
    ledger = Ledger()


@contextmanager
def opened_ledger(privacy, now):
    yield Book()
