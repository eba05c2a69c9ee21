#!/usr/bin/env python3
"""schema/alerts.yaml and schema/grafana.json against the program: every figure that they name is one that `/metrics` shows, with
the labels that they use, and Prometheus' own promtool accepts the alerts and the dashboard's expressions and lets the alerts fire.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from serving import ROOT, TOOLS, Failures, Lexi, ask

failures = Failures()
# Families that no panel and no alert shows, each with the reason; another one has to get its panel.
APART = {
    "lexi_access_pattern_units_sampled_calls": "it says how the units are counted",
    "lexi_build_info": "it has no value but its label",
    "lexi_dynamodb_": "what CloudWatch has, for dashboards that are made for DynamoDB",
    "lexi_table_attempts_": "the causes behind lexi_table_retries_total, for who looks into them",
}
NAMES = re.compile(r"\b(?:lexi|process)_[a-z0-9_]+\b")
KEYS = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"}


def shown(folder):
    """The figures of an embedded table and of one at an endpoint, which is the first service's: name → labels."""
    first = Lexi(os.path.join(folder, "first"), "--count-units", "--dynamodb-port", "0")
    endpoint = first.said().split("speaks DynamoDB on ")[1].split()[0].rstrip(".")
    second = Lexi(os.path.join(folder, "second"), "--table-endpoint", endpoint, "--region", "local", environment=KEYS, people=())
    figures = {}
    for lexi in (first, second):
        ask(lexi.base, "GET", "/v1/scenarios")
        for line in ask(lexi.base, "GET", "/metrics")[2].decode().splitlines():
            if line.startswith("# TYPE "):
                figures.setdefault(line.split()[2], set())
            elif not line.startswith("#"):
                name, labels = re.match(r"([a-z0-9_]+)(?:\{(.*)\})? ", line).groups()
                figures.setdefault(name, set()).update(re.findall(r'(\w+)="', labels or ""))
    failures.check("exit status", (second.end(), first.end()), (0, 0))
    return figures


def dashboard():
    """The dashboard's expressions as Prometheus sees them, with Grafana's variables filled in."""
    panels = json.loads((ROOT / "schema/grafana.json").read_text())["panels"]
    failures.check("panels have places of their own", len({(p["gridPos"]["x"], p["gridPos"]["y"]) for p in panels}), len(panels))
    texts = [target["expr"] for panel in panels for target in panel["targets"]]
    return [text.replace("$__rate_interval", "1m").replace("$job", "lexi") for text in texts]


def unused(figures, used):
    """The families that neither a panel nor an alert names, without those that stand apart."""
    family = lambda name: re.sub(r"_(bucket|sum|count)$", "", name)
    families = {family(name) if family(name) in figures else name for name in figures}
    named = {family(name) for name in used} | used
    return sorted(name for name in families - named if not name.startswith(tuple(APART)))


def promtool(*words, cwd=None):
    found = shutil.which("promtool", path=TOOLS)
    if not found:
        raise SystemExit("promtool is not there: run 'make tools'")
    ran = subprocess.run([found, *words], capture_output=True, text=True, cwd=cwd)
    failures.check(f"promtool {' '.join(words[:2])}: {ran.stdout}{ran.stderr}", ran.returncode, 0)


def main():
    alerts = (ROOT / "schema/alerts.yaml").read_text()
    expressions = dashboard()
    with tempfile.TemporaryDirectory() as folder:
        figures = shown(folder)
        used = set(NAMES.findall("\n".join(expressions + re.findall(r"expr:(.*?)\n\s+(?:for|labels):", alerts, re.S))))
        failures.check("enough is looked at", len(used) > 15, True)
        failures.check("figures that are not shown", sorted(used - figures.keys()), [])
        failures.check("figures that nothing shows", unused(figures, used), [])
        for name, wanted in {"lexi_http_requests_total": {"method", "route", "status"}, "lexi_access_pattern_info": {"pattern", "name"},
                             "lexi_http_request_duration_seconds_bucket": {"le", "method", "route"},
                             "lexi_access_pattern_calls_total": {"pattern", "operation"}}.items():
            failures.check(f"labels of {name}", figures.get(name), wanted)
        promtool("check", "rules", str(ROOT / "schema/alerts.yaml"))
        rules = [{"record": f"panel:{number}", "expr": text} for number, text in enumerate(expressions)]
        path = pathlib.Path(folder, "panels.yaml")
        path.write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))
        promtool("check", "rules", str(path))
        shutil.copy(ROOT / "schema/alerts.yaml", folder)
        shutil.copy(pathlib.Path(__file__).parent / "alerts_test.yaml", folder)
        promtool("test", "rules", "alerts_test.yaml", cwd=folder)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
