"""The lesson of README.md, word for word: `lesson.py README API DATA LEXI [WORD...]`.

LEXI and the words after it start the program whose server answers at API, with the data folder DATA. Every call of the
lesson must be answered with success.
"""

import os
import re
import subprocess
import sys
import tempfile

FIRST, AFTER = "## A first lesson with curl\n", "\n## The table speaks DynamoDB"
# Calls that the lesson has; fewer would be a lesson that was cut.
FEWEST = 19


def commands(readme):
    """What the lesson lets people paste, without the address, which is the server's here."""
    lesson = readme.split(FIRST)[1].split(AFTER)[0]
    blocks = re.findall(r"^```sh\n(.*?)^```", lesson, re.MULTILINE | re.DOTALL)
    text = "".join(blocks).replace("API=http://127.0.0.1:8080\n", "")
    assert "API=" not in text
    return text.replace(".build/release/lexi ", "lexi ")


def main():
    readme, api, data, *lexi = sys.argv[1:]
    functions = """
        lexi() { local command=$1; shift; "${program[@]}" "$command" --data "$DATA" "$@"; }
        curl() { command curl --write-out '%{stderr}%{http_code} %{method} %{url_effective}\\n' "$@"; }
        program=("$@")
    """
    with open(readme, encoding="utf-8") as file:
        script = functions + commands(file.read())
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            ["bash", "-euc", script, "lesson", *lexi], cwd=folder, capture_output=True, text=True, timeout=300,
            env={**os.environ, "API": api, "DATA": data})
    calls = re.findall(r"^(\d{3}) ([A-Z]+) (\S+)$", ran.stderr, re.MULTILINE)
    for call in calls:
        print(*call)
    failed = [call for call in calls if not call[0].startswith("2")]
    assert ran.returncode == 0, f"{ran.returncode}: {ran.stdout} {ran.stderr}"
    assert not failed, f"{failed}: {ran.stdout}"
    assert len(calls) >= FEWEST, f"{len(calls)} calls: {ran.stderr}"
    print(f"lesson: {len(calls)} calls, all answered with success")


main()
