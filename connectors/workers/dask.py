"""The engine on many machines: the workers of a Dask scheduler that somebody else runs."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

from analyzer.errors import UsageError
from analyzer.text import N_
from connectors.workers.mapping import LOST, Lost, Person, Result, Work

INSTALL = "python -m pip install 'meetlint[scale]'"
ONE_GIB = str(1 << 30)
WORKER_ENVIRONMENT: Mapping[str, str] = MappingProxyType(
    {
        "MALLOC_TRIM_THRESHOLD_": ONE_GIB,
        "MALLOC_MMAP_THRESHOLD_": ONE_GIB,
        "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    }
)
"""What a worker is started with; it goes into ``distributed.nanny.pre-spawn-environ`` of whoever starts workers.

Dask's nanny would have memory given back so eagerly that pandas runs at half speed. Dask's profiler keeps the stacks
that it samples of the last quarter of an hour, about a megabyte a second of our deep ones.
"""

PATIENCE_SECONDS = 60.0
NO_WORKER_SECONDS = 180
"""So long a run goes on without a worker: a new one takes its time to start."""
_ASKED_AGAIN_SECONDS = 5.0
_PAUSE_SECONDS = 0.02


class DaskWorkers:
    """The workers of a scheduler, over which it is closed again at the end of a ``with``."""

    def __init__(self, address: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
        """Connect, and see that workers are there and of this version.

        Args:
            address: ``tcp://…`` or ``tls://…``; the certificates of the latter stand in Dask's own settings.
            patience_seconds: how long to wait for the scheduler and for a first worker.

        Raises:
            UsageError: Dask is not installed, nobody answers, no worker comes, or one is of another version.
        """
        self.address = address
        try:
            distributed: Any = import_module("distributed")  # hardly any of it is typed
        except ImportError as error:
            raise UsageError(N_("A scheduler is reached with Dask's distributed."), INSTALL) from error
        try:
            self._client: Any = distributed.Client(address, timeout=patience_seconds, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise UsageError(
                N_("The scheduler at {address} does not answer."),
                N_("Check the address, such as tcp://scheduler:8786, and the certificates of a tls:// one."),
                address=address,
            ) from error
        try:
            self._check_workers(address, patience_seconds)
        except BaseException:
            self._client.close()
            raise

    def __enter__(self) -> DaskWorkers:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the scheduler."""
        self._client.close()

    @property
    def workers(self) -> int:
        """How many groups are worked on at once: the threads of all workers there are now."""
        threads: Mapping[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def run(
        self, work: Work[Person, Result], groups: Sequence[Sequence[Person]]
    ) -> Iterator[tuple[int, Result | Lost]]:
        """Yield the number of each group with what came of it, as they get ready.

        Raises:
            UsageError: for minutes there has been no worker.
        """
        distributed: Any = import_module("distributed")

        # pure=False: the same work on the same people is done again, and not remembered.
        numbers = {self._client.submit(work, group, pure=False): number for number, group in enumerate(groups)}
        try:
            ready = distributed.as_completed(list(numbers), loop=self._client.loop)
            last_seen = asked = time.monotonic()
            while numbers:
                batch = ready.next_batch(block=False)
                for future in batch:
                    number = numbers.pop(future)
                    try:
                        yield number, future.result()
                    except distributed.KilledWorker:
                        yield number, LOST
                if batch:
                    continue
                time.sleep(_PAUSE_SECONDS)
                now = time.monotonic()
                if now - asked > _ASKED_AGAIN_SECONDS:
                    asked = now
                    if self._client.nthreads():
                        last_seen = now
                    elif now - last_seen > NO_WORKER_SECONDS:
                        # Dask itself would wait for one for ever.
                        raise UsageError(
                            N_("The scheduler has lost all its workers, and none came back in {seconds} seconds."),
                            N_("Start some, and run the command again."),
                            seconds=NO_WORKER_SECONDS,
                        )
        finally:
            self._client.cancel(list(numbers))

    def _check_workers(self, address: str, patience_seconds: float) -> None:
        try:
            self._client.wait_for_workers(1, timeout=patience_seconds)
        except TimeoutError as error:
            raise UsageError(
                N_("The scheduler at {address} has no workers."),
                N_("Start some: dask worker {address}"),
                address=address,
            ) from error
        own = version("meetlint")
        try:
            found = set(self._client.run(version, "meetlint").values())
        except ImportError:  # the package is not there
            found = {""}
        if found - {own}:
            raise UsageError(
                N_("The workers at {address} have another version of meetlint than {version}, or none."),
                N_("Start them from the same image, or install the same version there."),
                address=address,
                version=own,
            )
