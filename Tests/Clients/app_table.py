#!/usr/bin/env python3
"""Brings a table in the layout of the real app's former back end over from moto into a data folder.

The items are those that its programs write by boto3, in older and newer forms.

Run by foreign_engine.py, which serves moto. Prints what is wrong, and ends with status 1 then.
"""
import os
import subprocess
import sys
import tempfile
from decimal import Decimal

import boto3

ISSUER = "https://cognito-idp.ap-southeast-1.amazonaws.com/pool"
TIME = "2026-04-26T07:25:13.798100+00:00"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
USERS = 2000


def ulid(number):
    text, rest = "", 1_777_000_000_000 + number
    for _ in range(10):
        text, rest = ALPHABET[rest % 32] + text, rest // 32
    return text + "0" * 16


def items():
    """Every kind of item, and of each oddity one or more."""
    for scenario in ("ordering-coffee", "01KQ0000000000000000000000"):
        yield {"PK": f"SCENARIO#{scenario}", "SK": "METADATA", "EntityType": "SCENARIO", "scenario_id": scenario,
               "scenario_title": "Coffee", "context": "c" * 120, "roles": ["guest", "waiter"], "goals": ["Order"],
               "difficulty_level": "", "order": 1, "usage_count": 7, "is_active": True}
    for number in range(USERS):
        name = f"user-{number}"
        user = {"PK": f"USER#{name}", "SK": "PROFILE", "EntityType": "USER_PROFILE", "user_id": name, "role": "LEARNER",
                "email": f"{name}@example.com", "display_name": name, "last_completed_at": "", "is_active": True}
        user["created_at" if number % 2 else "joined_at"] = TIME
        yield user
        yield {"PK": f"FLASHCARD#{name}", "SK": f"CARD#{ulid(number)}", "EntityType": "FLASHCARD", "user_id": name,
               "flashcard_id": ulid(number), "word": "tea", "translation_vi" if number % 3 else "definition_vi": "trà",
               "review_count": number % 3, "interval_days": 1, "ease_factor": Decimal("2.5"), "next_review_at": TIME,
               "last_reviewed_at": TIME if number % 3 else None, "created_at": TIME, "audio_url": ""}
    session = ulid(USERS)
    yield {"PK": f"SESSION#{session}", "SK": "METADATA", "EntityType": "SESSION", "session_id": session,
           "user_id": "user-0", "scenario_id": "ordering-coffee", "learner_role_id": "guest", "ai_role_id": "waiter",
           "ai_gender": "female", "level": "B1", "selected_goals": ["Order"], "status": "COMPLETED", "created_at": TIME,
           "prompt_snapshot": "You are a waiter.", "last_audio_timestamp": Decimal("0")}
    for turn in (0, 1, 2, 10):
        yield {"PK": f"SESSION#{session}", "SK": f"TURN#{turn}", "EntityType": "TURN", "turn_index": turn,
               "speaker": "USER" if turn % 2 else "AI", "content": f"turn {turn}", "ttft_ms": Decimal("420.6"),
               "cost_usd": Decimal("0.0002"), "created_at": TIME}
    yield {"PK": f"SESSION#{session}", "SK": "SCORING", "EntityType": "SCORING", "session_id": session,
           "fluency_score": 70, "pronunciation_score": 71, "grammar_score": 72, "vocabulary_score": 73,
           "overall_score": 72, "feedback": "Good.", "created_at": TIME}
    # What does not move: twice the same address or word, users of Google, orphans, unknown kinds; and caches.
    yield {"PK": "USER#twice", "SK": "PROFILE", "user_id": "twice", "email": "USER-1@example.com", "created_at": "2027"}
    yield {"PK": "USER#Google_1", "SK": "PROFILE", "user_id": "Google_1", "email": "g@example.com"}
    yield {"PK": "FLASHCARD#user-0", "SK": f"CARD#{ulid(USERS + 1)}", "word": "TEA", "user_id": "user-0"}
    yield {"PK": "FLASHCARD#nobody", "SK": f"CARD#{ulid(USERS + 2)}", "word": "orphan"}
    yield {"PK": f"SESSION#{ulid(USERS + 3)}", "SK": "TURN#0", "content": "x"}
    yield {"PK": "STRANGE#1", "SK": "1"}
    yield {"PK": "VOCAB#tea", "SK": "META"}


def migrate(endpoint, folder, *more):
    words = [os.environ["LEXI_PROGRAM"], "app-table", "migrate", "--from", endpoint, "--to", folder, "--issuer", ISSUER]
    return subprocess.run(words + list(more), capture_output=True, text=True)


def main():
    endpoint = os.environ["LEXI_TEST_ENDPOINT"]
    table = boto3.resource("dynamodb", endpoint_url=endpoint, region_name="us-east-1").create_table(
        TableName="LexiApp", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("PK", "SK")],
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}])
    with table.batch_writer() as batch:
        for item in items():
            batch.put_item(Item=item)
    expected = [
        f"user: read {USERS + 2}, written {USERS}, changed 0, refused 2",
        f"card: read {USERS + 2}, written {USERS}, changed 0, refused 2",
        "session: read 1, written 1, changed 1, refused 0", "turn: read 5, written 4, changed 0, refused 1",
        "scoring: read 1, written 1, changed 0, refused 0", "scenario: read 2, written 2, changed 2, refused 0",
        "cache: read 1, not moved 1", "unknown: read 1, changed 0, refused 1",
        "refused: USER#twice / PROFILE: another user has this e-mail address",
    ]
    with tempfile.TemporaryDirectory() as folder:
        first = migrate(endpoint, folder + "/data")
        wrong = [line for line in expected if line not in first.stdout.split("\n")]
        again = migrate(endpoint, folder + "/data", "--skip-refused")
        if first.returncode != 1 or again.returncode != 0 or f"written 0, there already {USERS}" not in again.stdout:
            wrong.append(f"status {first.returncode}, then {again.returncode}")
        if wrong:
            print("wrong:", *wrong, first.stdout[-3000:], first.stderr, again.stdout[-2000:], again.stderr, sep="\n")
            return 1
    print("brought over")
    return 0


if __name__ == "__main__":
    sys.exit(main())
