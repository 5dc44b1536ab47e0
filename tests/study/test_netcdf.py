"""What is written as NetCDF is what other programs read."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
import xarray as xr

from burdenshare.projection.result import labels, to_dataset, variables
from burdenshare.study.netcdf import netcdf

from . import drawn, factory


def again(*parts: Any) -> xr.Dataset:
    return xr.load_dataset(io.BytesIO(netcdf(*parts)), engine="scipy")


@pytest.mark.parametrize("study", [factory.study(), drawn.study()], ids=["central", "drawn"])
def test_the_projection_comes_back_as_the_dataset_that_xarray_makes(study: Any) -> None:
    shown = study.shown
    read = again(variables(shown), labels(shown), {"title": "Zwei L\u00e4nder \u65e5\u672c"})
    made = to_dataset(shown)
    xr.testing.assert_equal(read, made)
    assert {name: v.attrs["units"] for name, v in read.data_vars.items()} == {
        name: v.attrs["units"] for name, v in made.data_vars.items()
    }
    assert read.attrs == {"title": "Zwei L\u00e4nder \u65e5\u672c"}
    assert read.currency.values.tolist() == ["EUR", "PLN"]
    assert read.currency.dims == ("country",)


def test_text_numbers_and_gaps_survive() -> None:
    values = np.array([[1.5, np.nan], [-0.0, 1e300]])
    read = again(
        {"x": (("place", "level"), values, "bn \u20ac"), "alone": ((), np.array(2.0), "")},
        {"place": (("place",), ["a", "\u00d6sterreich"]), "level": (("level",), [0.05, 0.95])},
        {},
    )
    np.testing.assert_array_equal(read.x.values, values)
    assert np.signbit(read.x.values[1, 0])
    assert read.place.values.tolist() == ["a", "\u00d6sterreich"]
    assert read.level.values.tolist() == [0.05, 0.95]
    assert (float(read.alone), read.x.attrs["units"]) == (2.0, "bn \u20ac")


def test_a_dimension_of_no_length_is_left_out() -> None:
    none: list[Any] = []
    read = again({"x": (("a",), np.ones(2), "")}, {"a": (("a",), [1, 2]), "b": (("b",), none)}, {})
    assert dict(read.sizes) == {"a": 2}


def test_the_same_arrays_give_the_same_bytes() -> None:
    shown = factory.study().shown
    parts = variables(shown), labels(shown), {"run": "x"}
    assert netcdf(*parts) == netcdf(*parts)
    assert netcdf(*parts)[:4] == b"CDF\x01"
