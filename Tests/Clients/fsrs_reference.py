#!/usr/bin/env python3
"""Folds review logs by the reference implementation of FSRS, without learning steps and without fuzz.

The file named by the argument has a log a line: {"retention", "parameters" (or null), "log": [[seconds, grade], ...]}.
For each log a line is printed: after each review the stability and the difficulty, in ten-thousandths, and the interval
in days, as they are when both are rounded to four decimals after each review; and the last stability, difficulty and
interval without any rounding.
"""
import json
import math
import sys
from datetime import datetime, timezone

from fsrs import Card, Rating, Scheduler


def rounded(value):
    return math.floor(value * 10_000 + 0.5)


def fold(scheduler, log, rounds):
    card, steps = Card(), []
    for seconds, grade in log:
        time = datetime.fromtimestamp(seconds, timezone.utc)
        card, _ = scheduler.review_card(card, Rating(grade), time)
        if rounds:
            card.stability = rounded(card.stability) / 10_000
            card.difficulty = rounded(card.difficulty) / 10_000
        steps.append([rounded(card.stability), rounded(card.difficulty), scheduler._next_interval(stability=card.stability)])
    return card, steps


for line in open(sys.argv[1]):
    case = json.loads(line)
    options = {"parameters": case["parameters"]} if case["parameters"] else {}
    scheduler = Scheduler(
        desired_retention=case["retention"], learning_steps=(), relearning_steps=(), enable_fuzzing=False, **options
    )
    _, steps = fold(scheduler, case["log"], True)
    card, exact = fold(scheduler, case["log"], False)
    remembered = scheduler.get_card_retrievability(
        card, datetime.fromtimestamp(case["log"][-1][0] + 10 * 86_400, timezone.utc)
    )
    print(json.dumps({"steps": steps, "exact": [card.stability, card.difficulty, exact[-1][2], remembered]}))
