"""Scores OUT/pairs with nomenklatura on one thread: OUT/scores/SET.nomenklatura.ALGORITHM.{csv,json}, as `peers score` does for the others.

Called by `run`; README.md says what is measured. Usage: nomenklatura_peer.py OUT [PASSES]
"""

import csv
import json
import statistics
import sys
from importlib.metadata import version
from pathlib import Path
from time import perf_counter_ns

from followthemoney import EntityProxy
from nomenklatura.matching import get_algorithm

SETS = ["name_pairs", "entity_pairs", "opensanctions_pairs"]
ALGORITHMS = ["logic-v2", "logic-v1", "name-based"]


def proxies(pair, stamp):
    """Both sides as the matcher takes them. nomenklatura keeps analysed names by entity id, so a new stamp means a party never seen."""
    sides = []
    for side in ("left", "right"):
        party = pair[side]
        data = {"id": f"{party['id']}-{stamp}", "schema": party["schema"], "properties": party["properties"]}
        # The values are FollowTheMoney's already: nothing is to be cleaned, as in nomenklatura's own reader of pairs.
        sides.append(EntityProxy.from_dict(data, cleaned=True))
    return sides


def measure(name, set_name, pairs, prepared, passes, out):
    algorithm = get_algorithm(name)
    config = algorithm.default_config()
    compare = algorithm.compare

    stem = f"{set_name}.nomenklatura.{name}{'.prepared' if prepared else ''}"
    with open(out / "scores" / f"{stem}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "same", "score"])
        for row, pair in enumerate(pairs):
            left, right = proxies(pair, f"{name}-{prepared}-first")
            score = compare(left, right, config).score
            writer.writerow([row, "true" if pair["same"] else "false", repr(float(score))])

    fastest = [float("inf")] * len(pairs)
    means = []
    for n in range(passes):
        total = 0.0
        for row, pair in enumerate(pairs):
            left, right = proxies(pair, f"{name}-{prepared}-{n}")
            if prepared:
                compare(left, right, config)  # its caches by entity are filled
            started = perf_counter_ns()
            compare(left, right, config)
            took = (perf_counter_ns() - started) / 1000
            total += took
            fastest[row] = min(fastest[row], took)
        means.append(total / len(pairs))
    timing = {
        "set": set_name,
        "peer": "nomenklatura",
        "version": version("nomenklatura"),
        "algorithm": name,
        "prepared": prepared,
        "passes": passes,
        "median": statistics.median(fastest),
        "mean_of_fastest_pass": min(means),
        "mean_of_median_pass": statistics.median(means),
    }
    (out / "scores" / f"{stem}.json").write_text(json.dumps(timing, indent=2), encoding="utf-8")


def main():
    out = Path(sys.argv[1])
    passes = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    (out / "scores").mkdir(parents=True, exist_ok=True)
    for set_name in SETS:
        path = out / "pairs" / f"{set_name}.jsonl"
        if not path.is_file():
            continue
        with open(path, encoding="utf-8") as file:
            pairs = [json.loads(line) for line in file]
        for name in ALGORITHMS:
            for prepared in (False, True):
                measure(name, set_name, pairs, prepared, passes, out)
                print(f"nomenklatura {name} on {set_name}: done", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
