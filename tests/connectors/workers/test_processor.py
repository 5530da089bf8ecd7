from __future__ import annotations

from pathlib import Path

import pytest

from connectors.workers.processor import suit

ZEN_4 = "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 25\nflags\t\t: fpu avx2 avx512f avx512vl\n\n"
ZEN_3 = ZEN_4.replace("avx512f avx512vl", "sha_ni")
ZEN_5 = ZEN_4.replace(": 25", ": 26")
INTEL = ZEN_4.replace("AuthenticAMD", "GenuineIntel").replace(": 25", ": 6")


@pytest.mark.parametrize(
    ("told", "features"), [(ZEN_4, "X86_V4"), (ZEN_3, None), (ZEN_5, None), (INTEL, None), ("", None), (None, None)]
)
def test_only_zen_4_sorts_without_avx_512(told: str | None, features: str | None, tmp_path: Path) -> None:
    place = tmp_path / "cpuinfo"
    if told is not None:
        place.write_text(told + INTEL, encoding="ascii")
    environment: dict[str, str] = {}
    suit(environment, str(place))
    assert environment.get("NPY_DISABLE_CPU_FEATURES") == features
    assert environment["OPENBLAS_NUM_THREADS"] == "1"


def test_what_somebody_said_stands(tmp_path: Path) -> None:
    place = tmp_path / "cpuinfo"
    place.write_text(ZEN_4, encoding="ascii")
    environment = {"OPENBLAS_NUM_THREADS": "4", "NPY_DISABLE_CPU_FEATURES": "AVX512_ICL"}
    suit(environment, str(place))
    assert environment == {"OPENBLAS_NUM_THREADS": "4", "NPY_DISABLE_CPU_FEATURES": "AVX512_ICL"}


def test_first_processor_tells_enough_and_an_unreadable_place_nothing(tmp_path: Path) -> None:
    place = tmp_path / "cpuinfo"
    place.write_text(ZEN_4 + "x" * 100_000, encoding="ascii")
    environment: dict[str, str] = {}
    suit(environment, str(place))
    assert environment["NPY_DISABLE_CPU_FEATURES"] == "X86_V4"
    environment.clear()
    suit(environment, str(tmp_path))
    assert "NPY_DISABLE_CPU_FEATURES" not in environment
