"""The figures of a run as one table and one JSON object."""

from __future__ import annotations

import statistics
from typing import Any

from bench.client import TargetError
from bench.measure import Figures, percentile

Rows = dict[tuple[str, str], list[Figures]]

HEAD = (
    "| target | workload | per second | spread | x hello | x floor | p50 ms | p95 ms | p99 ms | x floor p99 | kB |"
    " requests | client CPU |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)
WEIGHTS = (
    "| target | cold start s | idle MB (PSS) | loaded MB (PSS) | page kB | first visit kB | requests |"
    " second visit kB | requests |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|"
)
STORMS = (
    "| thirty sign in at once | all in after s | pages of others, p95 ms | before | x before | x before, each time |\n"
    "|---|---:|---:|---:|---:|---|"
)


def summarise(rows: Rows, name: str, workload: str) -> Figures:
    """The figures of one target and workload over all repeats; ratios are taken within each repeat."""
    found = rows[(name, workload)]
    times = [1000 * seconds for row in found for seconds in row["times"]]
    floor = [1000 * seconds for row in rows[("baseline", workload)] for seconds in row["times"]]

    def against(other: str) -> float:
        pairs = zip(found, rows[(other, workload)], strict=False)
        return float(statistics.median(ours["per_second"] / theirs["per_second"] for ours, theirs in pairs))

    middle = ("per_second", "kB_each", "requests_each", "client_cpu_share")
    return {
        **{key: statistics.median(row[key] for row in found) for key in middle},
        "x_hello": against("hello"),
        "x_floor": against("baseline"),
        "p50_ms": percentile(times, 0.50),
        "p95_ms": percentile(times, 0.95),
        "p99_ms": percentile(times, 0.99),
        "x_floor_p99": percentile(times, 0.99) / percentile(floor, 0.99),
        "max_ms": max(times),
        "samples": len(times),
        "lowest": min(row["per_second"] for row in found),
        "highest": max(row["per_second"] for row in found),
        "repeats": [{key: value for key, value in row.items() if key != "times"} for row in found],
    }


def report(rows: Rows, extra: dict[str, Any], names: list[str], about: dict[str, Any]) -> tuple[Figures, str]:
    """The result for a file, and the table to read. ``about``: server, clients, seconds, repeats, workloads …"""
    hello = [row["per_second"] for work in about["workloads"] for row in rows.get(("hello", work), [])]
    if not hello:
        raise TargetError("the budget ran out before anything was measured")
    result: Figures = {**about, "hello_per_second": statistics.median(hello), "targets": {}}
    lines = [
        f"Both sides on {about['server']}; {about['clients']} pupils and {about['teachers']} teachers at once.",
        f"Median of {about['repeats']} x {about['seconds']:g} s.",
        f"GET /hello: {statistics.median(hello):.0f}/s = 1.00. `x floor`: against the baseline's same workload.",
        "",
        HEAD,
    ]
    for name in names:
        kept = {key: value for key, value in extra[name].items() if key != "pids"}
        out = result["targets"][name] = {"workloads": {}, **kept}
        for work in about["workloads"]:
            if (name, work) in rows:
                out["workloads"][work] = summarise(rows, name, work)
                lines.append(_row(name, work, out["workloads"][work]))
    lines += ["", WEIGHTS, *(_weight(name, extra[name]) for name in names), ""]
    if any("storms" in extra[name] for name in names):
        lines += [STORMS, *(_storm(name, extra[name]["storms"]) for name in names if "storms" in extra[name]), ""]
    lines += [_with_history(rows, name) for name in names if (name, "history") in rows and (name, "dashboard") in rows]
    lines += [f"NOTE: {note}" for note in about["notes"]]
    return result, "\n".join(lines)


def _row(name: str, work: str, m: Figures) -> str:
    return (
        f"| {name} | {work} | {m['per_second']:.1f} | {m['lowest']:.0f}-{m['highest']:.0f} | {m['x_hello']:.4f} |"
        f" {m['x_floor']:.3f} | {m['p50_ms']:.1f} | {m['p95_ms']:.1f} | {m['p99_ms']:.1f} | {m['x_floor_p99']:.1f} |"
        f" {m['kB_each']:.1f} | {m['requests_each']:.1f} | {100 * m['client_cpu_share']:.0f}% |"
    )


def _storm(name: str, found: list[Figures]) -> str:
    keys = ("all_in_s", "busy_p95_ms", "quiet_p95_ms", "x_quiet")
    cells = [f"{statistics.median(one[key] for one in found):.1f}" for key in keys]
    each = ", ".join(format(one["x_quiet"], ".1f") for one in found)
    return f"| {name} | {' | '.join(cells)} | {each} |"


def _with_history(rows: Rows, name: str) -> str:
    """The report at ten school years beside the same report at one, paired within each repeat."""
    pairs = zip(rows[(name, "history")], rows[(name, "dashboard")], strict=False)
    each = [ten["per_second"] / one["per_second"] for ten, one in pairs]
    return f"{name}: report at 10 years = {statistics.median(each):.3f} x at 1 ({min(each):.2f}-{max(each):.2f})."


def _weight(name: str, found: Figures) -> str:
    weight = found.get("weight", {})
    cells = (
        (found.get("cold_start_s"), ".2f"),
        (found.get("idle", {}).get("pss_MB"), ".1f"),
        (found.get("loaded", {}).get("pss_MB"), ".1f"),
        (weight.get("html_kB"), ".1f"),
        (weight.get("total_kB"), ".1f"),
        (weight.get("requests"), "d"),
        (weight.get("second_kB"), ".1f"),
        (weight.get("second_requests"), "d"),
    )
    return f"| {name} | " + " | ".join("-" if value is None else format(value, how) for value, how in cells) + " |"
