"""The model once more, one number at a time, as a spreadsheet would have it: for comparison."""

from __future__ import annotations

import itertools
import math

from .factory import Invented


def line(knots: dict[int, float | None], t: int) -> float:
    """Linear between the knots that are there, flat outside."""
    known = sorted((k, v) for k, v in knots.items() if v is not None)
    if t <= known[0][0]:
        return known[0][1]
    for (k, v), (k2, v2) in itertools.pairwise(known):
        if t <= k2:
            return v + (v2 - v) * (t - k) / (k2 - k)
    return known[-1][1]


class Sheet:
    """One country and target, row by row; year 0 is 2023."""

    def __init__(
        self,
        country: Invented,
        code: str,
        adjustment: int,
        target: float,
        *,
        stress: str = "none",
        meant: bool = False,
        last: int = 20,
    ) -> None:
        self.country, self.code, self.stress, self.meant = country, code, stress, meant
        self.p = country["parameters"][""]
        self.adjustment, self.e, self.last = adjustment, adjustment + 1, last
        self.b: list[float] = []
        self.gap: list[float] = []
        self.growth: list[float] = [math.nan, self.data("nominal_gdp_growth", 1)]
        self.gdp: list[float] = [self.data("nominal_gdp", 0), self.data("nominal_gdp", 1)]
        self.balances(target)
        self.output()
        self.flow: list[float] = []
        for t in range(last + 1):
            self.flow.append(self.flow_of(t))
        self.debt: list[float] = [self.data("debt_ratio", 0)]
        self.rate: list[float] = [self.data("implicit_interest_rate", 0)]
        self.rate_long: list[float] = [(1 - self.p["debt_st_share"]) * self.rate[0]]
        self.stock: list[float] = [self.data("debt_total", 0)]
        self.valuation: list[float] = [1.0]
        self.balance: list[float] = [math.nan]
        self.short = self.p["debt_st_share"] * self.stock[0]
        self.long, self.new = self.stock[0] - self.short, 0.0
        for t in range(1, last + 1):
            self.year(t)

    def data(self, name: str, t: int) -> float:
        return self.country["annual"][2023 + t][name]

    def balances(self, target: float) -> None:
        half = self.adjustment // 2
        for t in range(self.last + 1):
            if t <= 1:
                self.b.append(self.data("structural_primary_balance", t))
            elif t <= self.e:
                self.b.append(self.b[t - 1] + (target - self.b[1]) / self.adjustment)
            elif self.stress == "lower_spb":
                self.b.append(self.b[self.e] - 0.5 * min(t - self.e, half) / half)
            else:
                self.b.append(self.b[t - 1])

    def output(self) -> None:
        planned = [self.data("structural_primary_balance", min(t, 2)) for t in range(self.last + 1)]
        m, potential, real = [0.0], [self.data("potential_gdp", 0)], []
        for t in range(1, self.last + 1):
            m.append(0.75 * ((self.b[t] - self.b[t - 1]) - (planned[t] - planned[t - 1])))
            if t <= 5:
                potential.append(self.data("potential_gdp", t))
            else:
                potential.append(potential[-1] * (1 + self.data("potential_gdp_growth", t) / 100))
        m = [0.0, 0.0, *m]
        for t in range(self.last + 1):
            base = 100 * (self.data("real_gdp", t) / potential[t] - 1) if t <= 5 else 0.0
            self.gap.append(base - m[t + 2] - 2 / 3 * m[t + 1] - 1 / 3 * m[t])
            real.append(potential[t] * (1 + self.gap[t] / 100))
            if t >= 2:
                g = 100 * (real[t] / real[t - 1] * (1 + self.prices(t) / 100) - 1)
                self.growth.append(g - 0.5 if self.stress == "adverse_r_g" and t > self.e else g)
                self.gdp.append(self.gdp[t - 1] * (1 + self.growth[t] / 100))

    def prices(self, t: int) -> float:
        swap, end = self.p["fwd_infl_5y5y"], 2.0
        if self.code in ("POL", "ROU"):
            swap += (self.data("gdp_deflator_pch", 2) - self.data("ea_gdp_deflator_pch", 2)) / 2
            end = 2.5
        if self.code == "HUN":
            end = 3.0
        return line({2: self.data("gdp_deflator_pch", 2), 10: swap, 30: end}, t)

    def flow_of(self, t: int) -> float:
        fade = {"FIN": 20, "LUX": 24}.get(self.code, 0)
        if self.code == "GRC" and t == 0:
            return -0.054 * self.gdp[0]
        if self.code == "GRC" and t <= 9:
            return -(0.111 * self.gdp[9] + sum(self.flow)) / (10 - t)
        if self.code == "GRC":
            return -sum(self.flow[:10]) / (48 - 9)
        if t <= 2:
            return self.data("stock_flow", t)
        if t <= 10 and fade:
            return self.data("pension_balance", t) / 100 * self.gdp[t]
        part = max(fade - t, 0) / (fade - 10) if fade else 0.0
        return part * self.data("pension_balance", 10) / 100 * self.gdp[t] if part else 0.0

    def market(self, kind: str, t: int) -> float:
        end = {"POL": 4.5, "ROU": 4.5, "HUN": 5.0}.get(self.code, 4.0)
        forward = {"st": "fwd_rate_3m10y", "lt": "fwd_rate_10y10y"}[kind]
        annual, name = self.country["annual"], f"interest_rate_{kind}"
        knots = {0: annual[2023].get(name), 1: annual[2024].get(name), 10: self.p[forward]}
        rate = line(knots | {30: end if kind == "lt" else end / 2}, t)
        if self.stress == "adverse_r_g" and t > self.e:
            rate += 0.5
        if self.stress == "financial_stress" and t == self.e + 1:
            rate += 1 + 0.06 * max(self.debt[self.e] - 90, 0)
        return rate

    def primary(self, t: int) -> float:
        until = min(t, self.e + 10)
        spb = self.b[until]
        if t > self.e:
            spb -= self.data("ageing_cost", until) - self.data("ageing_cost", self.e)
        return spb + self.p["budget_balance_elasticity"] * self.gap[t]

    def year(self, t: int) -> None:
        rate, rate_long = self.rates(t)
        self.rate.append(rate)
        self.rate_long.append(rate_long)
        self.valuation.append(self.revalued(t))
        growth = 1 + self.growth[t] / 100
        snowball = (1 + rate / 100) / growth * self.valuation[t]
        found = self.debt[t - 1] * snowball - self.primary(t) + 100 * self.flow[t] / self.gdp[t]
        self.debt.append(max(found, 0.0))
        (self.roll_as_meant if self.meant else self.roll_as_run)(t)

    def rates(self, t: int) -> tuple[float, float]:
        alpha = self.short / self.stock[t - 1]
        if t <= 2:
            paid = self.data("implicit_interest_rate", t)
            found_long = self.guard((paid - alpha * self.market("st", t)) / (1 - alpha), t, "long")
            return (paid if self.meant else self.data("implicit_interest_rate", 0)), found_long
        beta = self.new / self.long
        found_long = beta * self.market("lt", t) + (1 - beta) * self.rate_long[t - 1]
        found_long = self.guard(found_long, t, "long")
        return self.guard(alpha * self.market("st", t) + (1 - alpha) * found_long, t), found_long

    def guard(self, rate: float, t: int, kind: str = "") -> float:
        before = (self.rate_long if kind else self.rate)[t - 1]
        return rate if self.meant or 0 <= rate <= 10 else before

    def revalued(self, t: int) -> float:
        own, euro = self.p["debt_domestic_share"], self.p["debt_eur_share"]
        if all(self.data("exr_eur", k) == 1.0 for k in range(3)):
            own, euro = (own + euro if self.meant else own), 0.0
        own, euro = round(own, 4), round(euro, 4)
        ratios = []
        for name in ("exr_eur", "exr_usd"):
            now, then = self.data(name, min(t, 2)), self.data(name, min(t - 1, 2))
            ratios.append(then / now if self.meant else now / then)
        return own + euro * ratios[0] + (1 - own - euro) * ratios[1]

    def repaid(self, t: int) -> tuple[float, float]:
        first, later = self.p["debt_lt_maturing_share"], self.p["debt_lt_maturing_avg_share"]
        due = self.country["annual"].get(2023 + t + (0 if self.meant else 1), {})
        return line({0: first, 10: later}, t) * self.long, due.get("esm_repayment", 0.0)

    def roll_as_run(self, t: int) -> None:
        w, pb = self.p["debt_st_share"], self.primary(t) * self.gdp[t] / 100
        matured, esm = self.repaid(t)
        paid = self.short * self.market("st", t - 1) / 100 + self.long * self.rate_long[t] / 100
        need = max(paid + self.short + matured + esm - pb + self.flow[t], 0.0)
        self.stock.append(self.stock[t - 1] - self.short - matured - esm + need)
        q = w * self.stock[t] / (self.stock[t] - self.long + matured + esm)
        self.short, self.new = q * need, (1 - q) * need
        self.long += self.new - matured - esm
        self.balance.append(100 * (pb - paid) / self.gdp[t])

    def roll_as_meant(self, t: int) -> None:
        w, growth = self.p["debt_st_share"], 1 + self.growth[t] / 100
        matured, esm = self.repaid(t)
        kept = self.long - matured - esm
        self.stock.append(self.debt[t] / 100 * self.gdp[t])
        self.short, self.long = w * self.stock[t], (1 - w) * self.stock[t]
        self.new = min(max(self.long - kept, 0.0), self.long)
        self.balance.append(self.primary(t) - self.rate[t] / 100 * self.debt[t - 1] / growth)


def met(country: Invented, code: str, adjustment: int, target: float, criterion: str) -> bool:
    """Whether a target meets a criterion, as run."""
    stress = "none" if criterion in ("main_adjustment", "deficit_reduction") else criterion
    e = adjustment + 1
    sheet = Sheet(country, code, adjustment, target, stress=stress, last=e + 10)
    if criterion == "deficit_reduction":
        return all(sheet.balance[t] >= -3 for t in range(e, e + 11))
    falls = all(sheet.debt[t] < sheet.debt[t - 1] for t in range(e + 1, e + 11))
    return falls or sheet.debt[e + 10] <= 60
