"""People who generate as fast as they are answered, while something breaks."""

import itertools
import threading
from collections import defaultdict

import requests

from support.people import Person

# Seconds that an answer may take to come; a bound for safety, never an expectation.
ANSWER_LIMIT = 120
# Seconds that somebody waits who was told of a failure.
PAUSE = 0.05
# How often somebody repeats a request that failed.
REPEATS = 100


_numbers = itertools.count(1)


class Load:
    """Each person's hands write one text after the other, each with an idempotency key, until told to end or until the
    server is gone. Who is told of a failure sends the same request again, as a good client does."""

    def __init__(self, people: list[Person], model: int, hands: int = 3, *, outage: bool = False):
        """`outage` says that a 500 may come."""
        self.kept: defaultdict[str, set[int]] = defaultdict(set)
        """The creations that each person, by name, has been told are theirs."""
        self.failures = 0
        """How many replies were a 500."""
        self.cut_off = 0
        """How many hands have ended because their connection broke."""
        self.surprises: list[BaseException] = []
        self._outage = outage
        self._model = model
        self._changed = threading.Condition()
        self._answers = 0
        self._is_over = False
        load = next(_numbers)
        self._threads = [
            threading.Thread(target=self._write, args=(person, f"{load}-{number}-{hand}"))
            for (number, person), hand in itertools.product(enumerate(people), range(hands))
        ]
        for thread in self._threads:
            thread.start()

    def _write(self, person: Person, hand: str):
        for number in itertools.count():
            for _ in range(REPEATS):
                if self._is_over:
                    return
                try:
                    reply = person.generate(
                        title=f"第{hand}-{number}篇",
                        model_id=self._model,
                        headers={"Idempotency-Key": f"{hand}-{number}"},
                        outage=self._outage,
                    )
                    if reply.code != 500:
                        self._note(person, reply.ok()["creation_id"])
                        break
                except (requests.RequestException, ValueError):
                    # The server is gone, perhaps in the middle of a reply.
                    with self._changed:
                        self.cut_off += 1
                    return
                except BaseException as error:  # noqa: BLE001 - told by `end`
                    self.surprises.append(error)
                    return
                with self._changed:
                    self.failures += 1
                    self._changed.notify_all()
                threading.Event().wait(PAUSE)

    def _note(self, person: Person, creation: int):
        with self._changed:
            self.kept[person.name].add(creation)
            self._answers += 1
            self._changed.notify_all()

    def wait_for(self, answers: int):
        """Waits until there are so many answers more."""
        with self._changed:
            wanted = self._answers + answers
            enough = self._changed.wait_for(lambda: self._answers >= wanted, ANSWER_LIMIT)
        assert enough, f"the server no longer answers: {self.surprises}"

    def wait_for_failure(self):
        """Waits until somebody is told of one more."""
        with self._changed:
            before = self.failures
            assert self._changed.wait_for(lambda: self.failures > before, ANSWER_LIMIT), "nobody was told of a failure"

    def end(self):
        self._is_over = True
        for thread in self._threads:
            thread.join()
        assert not self.surprises, self.surprises
