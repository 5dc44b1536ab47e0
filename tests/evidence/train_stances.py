"""Train the model of stances on our annotated sets, and show how good it is on each left out.

``python -m tests.evidence.train_stances`` writes the weights to the package (same corpus, same
bytes); with ``--left-out`` it prints, for each set, what a model trained on all others makes of
it, against the hand rules at first sight. Neither touches the fourth blind set.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from burdenshare.evidence.claims import extract, learned, phrases
from burdenshare.evidence.claims.scene import Clause, Scene
from burdenshare.evidence.claims.traits import traits
from burdenshare.evidence.model import STANCES, Claim, Document, Stance
from burdenshare.evidence.score import plain_document, score_file

from .alone import rules_alone

HERE = Path(__file__).parent
SETS: dict[str, tuple[str, ...]] = {
    "documents": (
        "documents/gold-tuned.jsonl",
        "documents/gold-held-out.jsonl",
        "documents/gold-blind.jsonl",
    ),
    "blind": ("blind/gold.jsonl",),
    "blind2": ("blind2/gold.jsonl",),
    "blind3": ("blind3/gold.jsonl",),
    "training_a": ("training_a/gold.jsonl",),
    "training_b": ("training_b/gold.jsonl",),
}
SENTENCES = (
    "claims/stances_en.txt",
    "claims/stances_ja.txt",
    "training_sentences_en.txt",
    "training_sentences_ja.txt",
)
#: What the rules said of each set before anything was mended for it.
FIRST = HERE / "first_sight.csv"
LEADS = {
    "en": "NATO allies met in The Hague.\n\n",
    "ja": "NATOの首脳会議がハーグで開かれた。\n\n",
}
LEAST_TIMES = 2
TEXT_PENALTY, MIX_PENALTY = 2.0, 30.0
#: Where the second step starts from: how much it trusts the text, and the stance of the rules.
TEXT_TRUST, RULE_TRUST = 0.5, 1.5
SMALLEST = 8
#: How often a sentence of our own counts: it has no page around it that would show more of it.
REPEATED = 4


@dataclass(frozen=True)
class Example:
    """An annotated clause that the rules found: its set, traits and stances."""

    group: str
    claim: str
    language: str
    traits: tuple[str, ...]
    gold: Stance
    stance: Stance
    rule: str


class Recorder:
    """Takes the place of the model: leaves all to the rules, and keeps what it was shown."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, int, int], tuple[str, tuple[str, ...]]] = {}

    def __call__(self, clause: Clause, scene: Scene, stance: Stance, rule: str) -> learned.Judged:
        place = (clause.text, clause.span.start, clause.span.end)
        if scene.terse:
            self.seen[place] = (clause.language, tuple(traits(clause, scene)))
        return learned.Judged(stance, rule)

    def extract(self, document: Document) -> list[Claim]:
        """Return the claims by the rules alone, each with its traits beside it."""
        with rules_alone(self):
            found = extract(document)
        for claim in found:
            shown = self.seen.get((document.text, claim.span.start, claim.span.end))
            claim.extra.update({"shown": shown} if shown else {})
        return found


def examples() -> list[Example]:
    """Return the annotated clauses of every set, and our sentences of one clause each."""
    recorder = Recorder()
    found = []
    for group, paths in SETS.items():
        for path in paths:
            scored = score_file(HERE / path, (HERE / path).parent, recorder.extract)
            found += [
                Example(
                    group, gold.id, *claim.extra["shown"], gold.stance, claim.stance, claim.rule
                )
                for gold, claim in scored.pairs
                if "shown" in claim.extra
            ]
    return found + REPEATED * list(_sentences(recorder))


def _sentences(recorder: Recorder) -> Iterator[Example]:
    for path in SENTENCES:
        stance = ""
        for line in (HERE / path).read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                stance = line.strip("[]")
            elif line and not line.startswith("#"):
                language = path[-6:-4]
                lead = LEADS[language]
                claims = recorder.extract(plain_document("x", lead + line))
                mine = [c for c in claims if c.span.start >= len(lead) and "shown" in c.extra]
                whole = max(mine, key=lambda c: c.span.end - c.span.start, default=None)
                if whole and 10 * len(whole.quote) >= 6 * len(line):
                    shown = whole.extra["shown"]
                    yield Example("sentences", line, *shown, stance, whole.stance, whole.rule)


def first_sight() -> dict[tuple[str, str], tuple[Stance, str]]:
    """Return, by set and claim, what the rules said before they were mended for it."""
    with FIRST.open(encoding="utf-8", newline="") as file:
        return {(r["set"], r["claim"]): (r["stance"], r["rule"]) for r in csv.DictReader(file)}


def _descend(
    x: csr_matrix | np.ndarray, y: np.ndarray, start: np.ndarray, penalty: float
) -> np.ndarray:
    """Return the weights of least loss: multinomial logistic, pulled to where it starts."""
    truth = np.eye(len(STANCES))[y]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(start.shape)
        p = _softmax(x @ w)
        far = w - start
        value = -np.log(p[np.arange(len(y)), y] + 1e-300).sum() + penalty / 2 * (far**2).sum()
        return value, (x.T @ (p - truth) + penalty * far).ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return found.x.reshape(start.shape)


def _softmax(z: np.ndarray) -> np.ndarray:
    powers = np.exp(z - z.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def text_weights(training: Sequence[Example]) -> dict[str, np.ndarray]:
    """Return the weights of the text model, small ones left out."""
    counts = Counter(t for e in training for t in e.traits)
    names = sorted(t for t, n in counts.items() if n >= LEAST_TIMES)
    place = {t: i for i, t in enumerate(names)}
    cells = [(r, place[t]) for r, e in enumerate(training) for t in e.traits if t in place]
    rows, columns = zip(*cells, strict=True)
    x = csr_matrix((np.ones(len(cells)), (rows, columns)), (len(training), len(names)))
    w = _descend(x, _golds(training), np.zeros((len(names), len(STANCES))), TEXT_PENALTY)
    whole = np.round(w * learned.SCALE).astype(int)
    return {t: row for t, row in zip(names, whole, strict=True) if abs(row).max() >= SMALLEST}


def _golds(found: Sequence[Example]) -> np.ndarray:
    return np.array([STANCES.index(e.gold) for e in found], dtype=int)


def _model(text: dict, mixed: dict, said: dict, rules: dict) -> learned.Weights:
    def rows(table: dict) -> dict[str, tuple[float, ...]]:
        return {k: tuple(float(v) / learned.SCALE for v in row) for k, row in table.items()}

    mix = rows(mixed)
    return learned.Weights(
        rows(text), tuple(mix[s] for s in STANCES) if mix else (), rows(said), rows(rules)
    )


class Mixing:
    """The second step: the text model's word of sets it has not seen, and the rules' own."""

    def __init__(self, found: Sequence[Example]) -> None:
        self.first = first_sight()
        self.rules = sorted({rule for _, rule in self.first.values()})
        self.said = [f"{language} {stance}" for language in ("en", "ja") for stance in STANCES]
        self.text: dict[str, np.ndarray] = {}
        self.held: dict[str, list[Example]] = {}
        for group in SETS:
            model = _model(text_weights([e for e in found if e.group != group]), {}, {}, {})
            self.held[group] = [e for e in found if e.group == group]
            self.text[group] = np.array([model.of_text(e.traits) for e in self.held[group]])

    def rows(self, group: str) -> tuple[np.ndarray, np.ndarray, list[int]]:
        """Return the design and truth of a set's clauses whose first reading is known."""
        known = [i for i, e in enumerate(self.held[group]) if (group, e.claim) in self.first]
        x = np.zeros((len(known), 6 + len(self.said) + len(self.rules)))
        x[:, :6] = np.log(self.text[group][known] + learned.FLOOR) if known else 0
        for row, i in enumerate(known):
            example = self.held[group][i]
            stance, rule = self.first[(group, example.claim)]
            x[row, 6 + self.said.index(f"{example.language} {stance}")] = 1
            x[row, 6 + len(self.said) + self.rules.index(rule)] = 1
        return x, _golds([self.held[group][i] for i in known]), known

    def weights(self, left_out: str = "") -> np.ndarray:
        """Return the weights of the second step, without one set."""
        parts = [self.rows(group) for group in SETS if group != left_out]
        start = np.zeros((6 + len(self.said) + len(self.rules), 6))
        start[:6] = np.eye(6) * TEXT_TRUST
        for i in range(len(self.said)):
            start[6 + i, i % 6] = RULE_TRUST
        x = np.vstack([p[0] for p in parts])
        return _descend(x, np.concatenate([p[1] for p in parts]), start, MIX_PENALTY)


def corpus() -> str:
    """Return a hash of everything that the weights are made from, besides the code."""
    places = [HERE / p for p in (*SENTENCES, FIRST.name)]
    for paths in SETS.values():
        for folder in {(HERE / p).parent for p in paths}:
            places += [p for p in folder.iterdir() if p.suffix in (".txt", ".html", ".jsonl")]
    places += [Path(phrases.__file__).parent / "data" / f"phrases_{x}.csv" for x in ("en", "ja")]
    digest = hashlib.sha256()
    for place in sorted(places, key=lambda p: (p.parent.name, p.name)):
        digest.update(f"{place.parent.name}/{place.name}\0".encode() + place.read_bytes())
    return digest.hexdigest()


def trained(found: Sequence[Example]) -> str:
    """Return the file of weights."""
    mixing = Mixing(found)
    second = np.round(mixing.weights() * learned.SCALE).astype(int)
    edge = 6 + len(mixing.said)
    tables = {
        "mixed": dict(zip(STANCES, second[:6], strict=True)),
        "said": dict(zip(mixing.said, second[6:edge], strict=True)),
        "rules": dict(zip(mixing.rules, second[edge:], strict=True)),
        "text": text_weights(found),
    }
    lines = [f'{{"corpus": "{corpus()}"', f'"stances": {json.dumps(STANCES)}']
    for name, table in tables.items():
        rows = ",\n".join(
            f"{json.dumps(key, ensure_ascii=False)}:[{','.join(map(str, row.tolist()))}]"
            for key, row in table.items()
        )
        lines.append(f'"{name}": {{\n{rows}\n}}')
    return ",\n".join(lines) + "}\n"


def left_out(found: Sequence[Example]) -> Iterator[str]:
    """Give a line for each set: accuracies of the rules at first sight, the text, and both."""
    mixing = Mixing(found)
    for group in SETS:
        x, gold, known = mixing.rows(group)
        if not known:
            continue
        both = _softmax(x @ mixing.weights(group))
        said = [STANCES.index(mixing.first[(group, mixing.held[group][i].claim)][0]) for i in known]
        right = both.argmax(1) == gold
        brier = ((both.max(1) - right) ** 2).mean()
        yield (
            f"{group:12} n={len(known):3} rules {np.mean(said == gold):.3f}"
            f" text {np.mean(mixing.text[group][known].argmax(1) == gold):.3f}"
            f" both {right.mean():.3f} mean share {both.max(1).mean():.3f} Brier {brier:.3f}"
        )


if __name__ == "__main__":
    made = examples()
    if "--left-out" in sys.argv:
        sys.stdout.write("\n".join(left_out(made)) + "\n")
    else:
        learned.PATH.write_text(trained(made), encoding="utf-8")
