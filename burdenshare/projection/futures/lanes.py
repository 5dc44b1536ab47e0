"""The pieces of the compiled engine: what is done to the 64 draws of a block, in loops over lanes.

Importing this module imports numba. The formulas of `steps`, `normals` and `arithmetic` are
compiled as they stand; only their primitives get scalar versions here. Every loop over lanes reads
and writes rows of one flat array at fixed distances, so that the compiler can see that no two rows
overlap: that is what makes it use vector instructions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.extending import intrinsic, overload, register_jitable

from burdenshare.projection.futures import arithmetic, normals, steps
from burdenshare.projection.futures.layout import (
    AIMED,
    AT_START,
    BASE,
    BESIDE,
    BUYING_POWER,
    COMMON,
    CUMULATIVE,
    DEBT,
    DEBT_SIZE,
    ECONOMY,
    ECONOMY_SIZE,
    EXTRA,
    LANES,
    LOADINGS,
    MULTIPLIER,
    OTHERWISE,
    PAID,
    PAID_REAL,
    PER_PRICE,
    PRICE,
    SHOCK,
    SHOCKS,
    SPENDING,
    SPENDING_SIZE,
    STATE,
    STOCK,
    TAIL,
    TO_BALANCE,
)
from burdenshare.projection.futures.normals import (
    CALLS,
    LOW,
    MULTIPLIER_CALL,
    ONE,
    TAIL_CALL,
    WORD,
    ZERO,
    box_muller,
    five_rounds,
    heavy_tail,
    logarithm,
    middle_key,
    uniform,
)
from burdenshare.projection.futures.steps import (
    Debt,
    Economy,
    Otherwise,
    Shock,
    Spending,
    next_debt,
    next_economy,
    next_spending,
    next_stock,
    over_baseline,
    triangle,
)

# What NumPy's versions become on scalars ---------------------------------------------------------


@overload(arithmetic.larger, strict=False)
def _larger(a: Any, b: Any) -> Any:
    return lambda a, b: a if a > b else b


@overload(arithmetic.smaller, strict=False)
def _smaller(a: Any, b: Any) -> Any:
    return lambda a, b: a if a < b else b


@overload(arithmetic.choose, strict=False)
def _choose(flag: Any, yes: Any, no: Any) -> Any:
    return lambda flag, yes, no: yes if flag > 0 else no


@overload(arithmetic.power_of_two, strict=False)
def _power_of_two(rounded: Any) -> Any:
    if rounded == types.float64:

        def double(rounded):  # type: ignore[no-untyped-def]
            bits = np.float64(rounded).view(np.int64) << np.int64(52)
            return np.int64(bits + np.int64(1023 << 52)).view(np.float64)

        return double

    def single(rounded):  # type: ignore[no-untyped-def]
        bits = np.float32(rounded).view(np.int32) << np.int32(23)
        return np.int32(bits + np.int32(127 << 23)).view(np.float32)

    return single


@overload(arithmetic.steps_between, strict=False)
def _steps_between(a: Any, b: Any) -> Any:
    if a == types.float64:

        def double(a, b):  # type: ignore[no-untyped-def]
            steps = np.float32(a).view(np.int32) - np.float32(b).view(np.int32)
            return np.float64(np.int32(steps))

        return double

    def single(a, b):  # type: ignore[no-untyped-def]
        steps = np.float32(a).view(np.int32) - np.float32(b).view(np.int32)
        return np.float32(np.int32(steps))

    return single


@overload(normals.upper_bits, strict=False)
def _upper_bits(word: Any) -> Any:
    return lambda word: np.float32(np.int32(word >> np.uint64(1)))


@overload(normals.signed, strict=False)
def _signed(word: Any) -> Any:
    return lambda word: np.float32(np.int32(word))


@overload(normals.split, strict=False)
def _split(x: Any) -> Any:
    def scalar(x):  # type: ignore[no-untyped-def]
        bits = np.float32(x).view(np.int32)
        exponent = (bits - np.int32(0x3F3504F3)) >> np.int32(23)
        mantissa = np.int32(bits - (exponent << np.int32(23)))
        return mantissa.view(np.float32), np.float32(exponent)

    return scalar


def _take(_: Any, array: Any, first: Any, count: Any, step: Any) -> Any:
    """Return `count` numbers of a flat array as a tuple, every `step`-th from `first` on."""
    numbers: Any = types.UniTuple(array.dtype, count.literal_value)  # type: ignore[no-untyped-call]
    stride = step.literal_value

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, given[0]).data
        start = builder.gep(data, [given[1]], inbounds=True)
        places = [ir.Constant(given[1].type, i * stride) for i in range(numbers.count)]
        loaded = [builder.load(builder.gep(start, [p], inbounds=True)) for p in places]
        return context.make_tuple(builder, numbers, loaded)

    return numbers(array, first, count, step), generate


def _put(_: Any, array: Any, first: Any, step: Any, numbers: Any) -> Any:
    """Write a tuple into a flat array, to every `step`-th place from `first` on."""
    stride = step.literal_value

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> None:
        data = context.make_array(signature.args[0])(context, builder, given[0]).data
        start = builder.gep(data, [given[1]], inbounds=True)
        for i in range(len(numbers)):
            place = ir.Constant(given[1].type, i * stride)
            value = builder.extract_value(given[3], i)
            builder.store(value, builder.gep(start, [place], inbounds=True))

    return types.void(array, first, step, numbers), generate


take: Any = intrinsic(prefer_literal=True)(_take)
put: Any = intrinsic(prefer_literal=True)(_put)


WITHOUT: Any = {
    "error_model": "numpy",
    "_nrt": False,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}
"""No check of divisions, which would stop vector instructions; no counting of references to
arrays, which would cost more than the loops (none of the pieces makes an array); no way in from
Python, which takes long to compile."""


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a piece of the hot loops: it becomes part of whatever calls it."""
    piece: Callable[..., Any] = njit(nogil=True, forceinline=True, **WITHOUT)(function)
    return piece


def apart(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a piece that is called less often on its own: shorter to compile."""
    piece: Callable[..., Any] = njit(nogil=True, **WITHOUT)(function)
    return piece


for _formula in (
    arithmetic.polynomial,
    arithmetic.within,
    arithmetic.exponential,
    arithmetic.measure,
    normals.five_rounds,
    normals.middle_key,
    normals.uniform,
    normals.logarithm,
    normals.box_muller,
    normals.heavy_tail,
    steps.next_economy,
    steps.next_spending,
    steps.next_share,
    steps.next_debt,
    steps.long_term_rate,
    steps.bounded,
    steps.over_baseline,
    steps.next_stock,
    steps.triangle,
    steps.shortfall,
):
    register_jitable(forceinline=True, **WITHOUT)(_formula)


# Random numbers ----------------------------------------------------------------------------------


@inlined
def four_words(words: Any, draw: Any, year: Any, number: Any, key: Any) -> None:
    """Write the four words of each lane's counter, in two loops of five rounds."""
    for lane in range(LANES):
        mine = draw + np.uint64(lane)
        c0, c1, c2, c3 = five_rounds(mine & LOW, mine >> WORD, year, number, key[0], key[1])
        words[lane] = c0
        words[LANES + lane] = c1
        words[2 * LANES + lane] = c2
        words[3 * LANES + lane] = c3
    k0, k1 = middle_key(key[0], key[1])
    for lane in range(LANES):
        c0, c1, c2, c3 = five_rounds(
            np.uint64(words[lane]),
            np.uint64(words[LANES + lane]),
            np.uint64(words[2 * LANES + lane]),
            np.uint64(words[3 * LANES + lane]),
            k0,
            k1,
        )
        words[lane] = c0
        words[LANES + lane] = c1
        words[2 * LANES + lane] = c2
        words[3 * LANES + lane] = c3


@inlined
def four_normals(z: Any, words: Any, draw: Any, year: Any, number: Any, key: Any) -> None:
    """Write four rows of normals, in single precision."""
    four_words(words, draw, year, number, key)
    for lane in range(LANES):
        a, b = box_muller(np.uint64(words[lane]), np.uint64(words[LANES + lane]))
        z[lane] = a
        z[LANES + lane] = b
    for lane in range(LANES):
        a, b = box_muller(np.uint64(words[2 * LANES + lane]), np.uint64(words[3 * LANES + lane]))
        z[2 * LANES + lane] = a
        z[3 * LANES + lane] = b


@apart
def draw_common(common: Any, z: Any, words: Any, draw: Any, terms: Any) -> None:
    """Write what all countries share: factors and tails by year, and the place of each draw."""
    pair, logs = z[: 4 * LANES], z[4 * LANES : 5 * LANES]
    for t in range(len(terms.years)):
        year = terms.years[t]
        row = common[t * COMMON * LANES : (t + 1) * COMMON * LANES]
        if t == 0 or year % 2 == 0:
            four_normals(pair, words, draw, np.uint64(year - year % 2), np.uint64(0), terms.key)
        first = 2 * (year % 2) * LANES
        for lane in range(2 * LANES):
            row[lane] = pair[first + lane]
        for lane in range(LANES):
            row[TAIL * LANES + lane] = ONE
            logs[lane] = ZERO
        for i in range(terms.freedom // 2):
            if i % 4 == 0:
                four_words(words, draw, np.uint64(year), np.uint64(TAIL_CALL + i // 4), terms.key)
            mine = words[i % 4 * LANES : (i % 4 + 1) * LANES]
            for lane in range(LANES):
                logs[lane] += logarithm(uniform(np.uint64(mine[lane])))
        if terms.freedom > 0:
            for lane in range(LANES):
                row[TAIL * LANES + lane] = heavy_tail(logs[lane], np.float32(terms.freedom))
    place = common[len(terms.years) * COMMON * LANES :]
    four_words(words, draw, np.uint64(0), np.uint64(MULTIPLIER_CALL), terms.key)
    for lane in range(LANES):
        place[lane] = uniform(np.uint64(words[lane]))


@inlined
def draw_country(z: Any, words: Any, draw: Any, year: Any, code: Any, key: Any) -> None:
    """Write the twelve normals of a country's even year and the odd one after it."""
    for call in range(3):
        four = z[4 * call * LANES : (4 * call + 4) * LANES]
        number = code * np.uint64(CALLS) + np.uint64(call)
        four_normals(four, words, draw, np.uint64(year - year % 2), number, key)


@inlined
def weighted(total: Any, weights: Any, z: Any) -> Any:
    """Return a number and the weighted sum of six normals, added one after another."""
    total = total + weights[0] * z[0]
    total = total + weights[1] * z[1]
    total = total + weights[2] * z[2]
    total = total + weights[3] * z[3]
    total = total + weights[4] * z[4]
    return total + weights[5] * z[5]


@inlined
def mix(e: Any, z: Any, common: Any, root: Any, loadings: Any, width: Any) -> None:
    """Write the shocks of a country and year: width x tail x (loadings f + root z).

    All six in one loop, so that normals are loaded and converted once.
    """
    row_0, row_1 = take(root, 0, SHOCKS, 1), take(root, SHOCKS, SHOCKS, 1)
    row_2, row_3 = take(root, 2 * SHOCKS, SHOCKS, 1), take(root, 3 * SHOCKS, SHOCKS, 1)
    row_4, row_5 = take(root, 4 * SHOCKS, SHOCKS, 1), take(root, 5 * SHOCKS, SHOCKS, 1)
    on = take(loadings, 0, LOADINGS, 1)
    for lane in range(LANES):
        f0, f1 = common[lane], common[LANES + lane]
        mine = take(z, lane, SHOCKS, LANES)
        wide = width * common[TAIL * LANES + lane]
        shocks = (
            wide * weighted(on[0] * f0 + on[1] * f1, row_0, mine),
            wide * weighted(on[2] * f0 + on[3] * f1, row_1, mine),
            wide * weighted(on[4] * f0 + on[5] * f1, row_2, mine),
            wide * weighted(on[6] * f0 + on[7] * f1, row_3, mine),
            wide * weighted(on[8] * f0 + on[9] * f1, row_4, mine),
            wide * weighted(on[10] * f0 + on[11] * f1, row_5, mine),
        )
        put(e, lane, LANES, shocks)


# The recursion -----------------------------------------------------------------------------------


@inlined
def walk_economy(work: Any, at: Any, k: Any) -> None:
    """Take all lanes through `steps.next_economy`."""
    for lane in range(LANES):
        before = Economy(*take(work, ECONOMY * LANES + lane, ECONOMY_SIZE, LANES))
        shock = Shock(*take(work, SHOCK * LANES + lane, SHOCKS, LANES))
        put(work, ECONOMY * LANES + lane, LANES, next_economy(before, shock, at, k))


@inlined
def aim(work: Any, paths: Any, draw: Any) -> None:
    """Write the share aimed at: that of the central path, or of each draw's own (`Terms.aimed`)."""
    row = work[AIMED * LANES : (AIMED + 1) * LANES]
    drawn = len(paths) - 1
    if drawn == 0:
        for lane in range(LANES):
            row[lane] = paths[0]
    else:
        mine = paths[1 + draw % drawn :]
        for lane in range(LANES):
            row[lane] = mine[lane]


@inlined
def walk_spending(work: Any, at: Any, k: Any) -> None:
    """Take all lanes through `steps.next_spending`."""
    for lane in range(LANES):
        before = Spending(*take(work, SPENDING * LANES + lane, SPENDING_SIZE, LANES))
        economy = Economy(*take(work, ECONOMY * LANES + lane, ECONOMY_SIZE, LANES))
        multiplier = work[MULTIPLIER * LANES + lane]
        now = next_spending(before, economy, multiplier, work[AIMED * LANES + lane], at, k)
        put(work, SPENDING * LANES + lane, LANES, now)


@inlined
def walk_debt(work: Any, at: Any, k: Any) -> None:
    """Take all lanes through `steps.next_debt`."""
    for lane in range(LANES):
        before = Debt(*take(work, DEBT * LANES + lane, DEBT_SIZE, LANES))
        economy = Economy(*take(work, ECONOMY * LANES + lane, ECONOMY_SIZE, LANES))
        spending = Spending(*take(work, SPENDING * LANES + lane, SPENDING_SIZE, LANES))
        now = next_debt(before, economy, spending, work[TO_BALANCE * LANES + lane], at, k)
        put(work, DEBT * LANES + lane, LANES, now)


@apart
def begin(work: Any, common: Any, terms: Any, c: Any, k: Any) -> None:
    """Write the state before the first year, and clear what adds up over the years."""
    for i in range(STATE):
        value = terms.start[c, i]
        row = work[i * LANES : (i + 1) * LANES]
        for lane in range(LANES):
            row[lane] = value
    for i in range(BESIDE * LANES, len(work)):
        work[i] = k.zero
    classes = EXTRA + 4 * len(terms.otherwise)
    for e in range(len(terms.wear)):
        for lane in range(LANES):
            work[(classes + e) * LANES + lane] = terms.stock[c, e]
    low, central, high, domestic = take(terms.multiplier, c * 4, 4, 1)
    place = common[len(terms.years) * COMMON * LANES :]
    row = work[MULTIPLIER * LANES : (MULTIPLIER + 1) * LANES]
    for lane in range(LANES):
        row[lane] = triangle(k.one * place[lane], low, central, high, k) * domestic


@apart
def walk_beside(work: Any, terms: Any, c: Any, t: Any, k: Any) -> None:
    """Work out what is spent over each baseline, the stock of equipment, and sums over years."""
    spent = work[PAID * LANES : (PAID + 1) * LANES]
    real = work[PAID_REAL * LANES : (PAID_REAL + 1) * LANES]
    start_spent = work[AT_START * LANES : (AT_START + 1) * LANES]
    start_real = work[(AT_START + 1) * LANES : (AT_START + 2) * LANES]
    if t == terms.start_at[c]:
        for lane in range(LANES):
            start_spent[lane] = spent[lane]
            start_real[lane] = real[lane]
    per_price = work[PER_PRICE * LANES : (PER_PRICE + 1) * LANES]
    for b in range(len(terms.otherwise)):
        other = Otherwise(*take(terms.otherwise[b, c, t], 0, OTHERWISE, 1))
        extra = work[(EXTRA + 4 * b) * LANES : (EXTRA + 4 * b + 1) * LANES]
        extra_real = work[(EXTRA + 4 * b + 1) * LANES : (EXTRA + 4 * b + 2) * LANES]
        for lane in range(LANES):
            base, price = work[BASE * LANES + lane], work[PRICE * LANES + lane]
            extra[lane] = over_baseline(
                spent[lane], base, price, start_spent[lane], start_real[lane], other
            )
        for lane in range(LANES):
            extra_real[lane] = extra[lane] * per_price[lane]
        if t >= terms.first:
            for i in range(2):
                add_row(work, EXTRA + 4 * b + 2 + i, EXTRA + 4 * b + i)
    if t >= terms.first:
        add_row(work, CUMULATIVE, PAID)
        add_row(work, CUMULATIVE + 1, PAID_REAL)
    walk_stock(work, terms, c, t)


@inlined
def add_row(work: Any, sum_row: Any, row: Any) -> None:
    """Add one row to another."""
    total = work[sum_row * LANES : (sum_row + 1) * LANES]
    values = work[row * LANES : (row + 1) * LANES]
    for lane in range(LANES):
        total[lane] += values[lane]


@inlined
def walk_stock(work: Any, terms: Any, c: Any, t: Any) -> None:
    """Work out each class of equipment, and all together."""
    power = work[BUYING_POWER * LANES : (BUYING_POWER + 1) * LANES]
    total = work[STOCK * LANES : (STOCK + 1) * LANES]
    classes = EXTRA + 4 * len(terms.otherwise)
    part = terms.equipment[c, t]
    for e in range(len(terms.wear)):
        row = work[(classes + e) * LANES : (classes + e + 1) * LANES]
        mix, wear = terms.mix[c, e], terms.wear[e]
        for lane in range(LANES):
            row[lane] = next_stock(row[lane], part * power[lane], mix, wear)
        for lane in range(LANES):
            total[lane] = row[lane] if e == 0 else total[lane] + row[lane]
