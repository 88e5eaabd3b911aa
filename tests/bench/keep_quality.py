"""`python -m tests.bench.keep_quality`: measure the order on simulated people and keep it where the desk shows it from.

The figures are of the usual scale of `rank.quality`. Whoever changes the ranker runs it again.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.bench_rank import HELD_OUT, PEOPLE, VERSIONS
from tests.bench.simulated_learning import judged
from tests.bench.simulated_residents import CARDS, MODELS

KEPT = Path(__file__).parents[2] / "profiles" / "ranking" / "data" / "offline.json"
SCALE, SEED, TEN_THOUSAND = "usual", 11, 10_000
TITLES = {
    "need": ("按需要办事", "By need"),
    "habit": ("按习惯点开", "By habit"),
    "mixed": ("两者混合、有随机", "Both, with noise"),
}


def main() -> None:
    """Measure and write."""
    models = []
    for by in MODELS:
        found = judged(by, people=PEOPLE[SCALE], held_out=HELD_OUT[SCALE], versions=VERSIONS[SCALE], seed=SEED)
        zh, en = TITLES.get(by.name, (by.name, by.name))
        kept = {one: round(found.ndcg[one] * TEN_THOUSAND) for one in ("ours", "popularity", "random", "oracle")}
        models.append({"code": by.name, "title": {"zh": zh, "en": en}, **kept})
    figures = {
        "asOf": datetime.now(UTC).date().isoformat(),
        "learnedFrom": PEOPLE[SCALE],
        "heldOut": HELD_OUT[SCALE],
        "cards": CARDS,
        "versions": VERSIONS[SCALE],
        "models": models,
        "source": "模拟居民离线评估（tests/bench/bench_rank.py，常用规模）",
        "evidence": "invented",
    }
    KEPT.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
