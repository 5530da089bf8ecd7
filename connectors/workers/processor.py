"""How NumPy is to use the processor; said in the environment, before anything imports it."""

from __future__ import annotations

from collections.abc import MutableMapping

CPU_INFO = "/proc/cpuinfo"

_FIRST_BYTES = 8192
"""Of a machine of hundreds of cores only the first is looked at."""

_ZEN_4 = ("AuthenticAMD", "25")
"""Maker and family of processors of which those with AVX-512 are Zen 4."""


def suit(environment: MutableMapping[str, str], cpu_info: str = CPU_INFO) -> None:
    """Say in the environment how NumPy is to run; what somebody said there already stands.

    One thread for linear algebra, of which a run needs none: starting one on each core is a tenth of a short run. And
    on Zen 4 no sorting by AVX-512: storing what a mask selects is microcoded there, which makes it three to seven times
    as slow as by AVX2 (numpy/x86-simd-sort#6).

    Args:
        environment: that of this process and those it starts.
        cpu_info: what Linux tells of the processors; where it is not there, nothing is known of them.
    """
    environment.setdefault("OPENBLAS_NUM_THREADS", "1")
    if _is_zen_4(cpu_info):
        environment.setdefault("NPY_DISABLE_CPU_FEATURES", "X86_V4")


def _is_zen_4(cpu_info: str) -> bool:
    try:
        with open(cpu_info, encoding="ascii", errors="replace") as file:  # noqa: PTH123  pathlib would cost a start
            lines = file.read(_FIRST_BYTES).split("\n\n")[0].splitlines()
    except OSError:
        return False
    told = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return (told.get("vendor_id"), told.get("cpu family")) == _ZEN_4 and "avx512f" in told.get("flags", "").split()
