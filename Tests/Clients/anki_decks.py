#!/usr/bin/env python3
"""Decks for the tests of import and export: made by genanki and by Anki's own code, and exports read back by it.

  anki_decks.py genanki FILE            a package as genanki makes it: two decks, one below the other, HTML and tags
  anki_decks.py anki OLD NEW            a collection with reviews, as Anki exports it in its older and its newest form
  anki_decks.py big FILE COUNT          a package of so many notes
  anki_decks.py others FOLDER           notes.txt, plain.txt, cards.txt, old.colpkg and new.colpkg, as Anki exports the same notes
  anki_decks.py memory OLD NEW          a card that FSRS scheduled in Anki, in both forms; its log is not there
  anki_decks.py read FILE               what Anki itself makes of a package, as JSON
  anki_decks.py text FILE               what Anki itself makes of tab-separated text, as JSON
"""
import json
import os
import sqlite3
import sys
import tempfile
import zipfile


def make_with_genanki(path, count=None):
    import genanki

    model = genanki.Model(
        1607392319, "Words", fields=[{"name": "Front"}, {"name": "Back"}, {"name": "Note"}],
        templates=[
            {"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"},
            {"name": "Card 2", "qfmt": "{{Back}}", "afmt": "{{Front}}"},
        ])
    english = genanki.Deck(2059400110, "English")
    travel = genanki.Deck(2059400111, "English::Travel")
    other = genanki.Deck(2059400112, "Other")

    def note(deck, front, back, more="", tags=()):
        deck.add_note(genanki.Note(model=model, fields=[front, back, more], tags=list(tags)))

    if count is None:
        note(english, "apple", "quả táo", "An apple a day", ["fruit", "level_A1"])
        note(english, "<b>tea</b> &amp; coffee<br>", "trà&nbsp;và <i>cà phê</i>[sound:tea.mp3]", "", ["drink"])
        note(english, 'look <img src="x.png">after', "chăm sóc")
        note(travel, "boarding pass", "thẻ lên máy bay")
        note(other, "<b></b>", "nothing in front")
        note(other, "naïve", "ngây thơ")
    else:
        for number in range(count):
            note(english, f"word {number}", f"từ {number}", f"Sentence number {number} is here.", ["many"])
    genanki.Package([english, travel, other]).write_to_file(path)


def make_with_anki(old, new):
    from anki.collection import Collection, ExportAnkiPackageOptions, DeckIdLimit
    from anki.decks import DeckId

    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(os.path.join(folder, "collection.anki2"))
        deck = collection.decks.id("Words")
        kind = collection.models.by_name("Basic")
        for front, back in [("good", "tốt"), ("bad", "xấu"), ("new", "mới"), ("paused", "dừng")]:
            note = collection.new_note(kind)
            note["Front"], note["Back"] = front, back
            note.tags = ["adjective"]
            collection.add_note(note, deck)
        collection.decks.select(deck)
        for card_id in collection.find_cards("good OR bad"):
            card = collection.get_card(card_id)
            card.type, card.queue, card.ivl, card.factor, card.reps, card.lapses = 2, 2, 15, 2600, 3, 0
            card.due = collection.sched.today + 4
            collection.update_card(card)
        now = 1_750_000_000_000
        for card_id in collection.find_cards("good"):
            for number, ease in enumerate([3, 3, 4]):
                collection.db.execute(
                    "insert into revlog values (?, ?, -1, ?, ?, 0, 2500, 1000, ?)", now + number * 6 * 86_400_000,
                    card_id, ease, 1 + 5 * number, min(number, 1))
        collection.sched.suspend_cards(collection.find_cards("paused"))
        for path, legacy in [(old, True), (new, False)]:
            collection.export_anki_package(
                out_path=path, limit=DeckIdLimit(DeckId(deck)), options=ExportAnkiPackageOptions(
                    with_scheduling=True, with_deck_configs=True, with_media=False, legacy=legacy))
        collection.close()


def make_with_memory(old, new):
    from anki.collection import Collection, ExportAnkiPackageOptions, DeckIdLimit
    from anki.cards import FSRSMemoryState
    from anki.decks import DeckId

    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(os.path.join(folder, "collection.anki2"))
        collection.set_config("fsrs", True)
        deck = collection.decks.id("Words")
        note = collection.new_note(collection.models.by_name("Basic"))
        note["Front"], note["Back"] = "steep", "dốc"
        collection.add_note(note, deck)
        card = note.cards()[0]
        card.type, card.queue, card.ivl, card.factor, card.reps = 2, 2, 15, 2600, 3
        card.due = collection.sched.today + 4
        card.memory_state = FSRSMemoryState(stability=12.34567, difficulty=6.54321)
        card.decay, card.desired_retention, card.last_review_time = 0.1542, 0.9, 1_750_000_000
        collection.update_card(card)
        for path, legacy in [(old, True), (new, False)]:
            collection.export_anki_package(
                out_path=path, limit=DeckIdLimit(DeckId(deck)), options=ExportAnkiPackageOptions(
                    with_scheduling=True, with_deck_configs=True, with_media=False, legacy=legacy))
        collection.close()


def make_others(folder):
    from anki.collection import Collection, DeckIdLimit

    with tempfile.TemporaryDirectory() as own:
        collection = Collection(os.path.join(own, "collection.anki2"))
        deck = collection.decks.id("Words::Sub")
        for front, back, tags in [
            ("good", "tốt <b>lắm</b>", ["adjective", "level_A1"]), ('say "hi"', "nói<br>dòng 2", []),
            ("semi; colon", "a;b", ["x"]), ("a & b", "&lt;x&gt;", []),
        ]:
            note = collection.new_note(collection.models.by_name("Basic"))
            note["Front"], note["Back"], note.tags = front, back, tags
            collection.add_note(note, deck)
        for name, isWhole in [("notes.txt", True), ("plain.txt", False)]:
            collection.export_note_csv(
                out_path=os.path.join(folder, name), limit=DeckIdLimit(deck), with_html=isWhole, with_tags=True,
                with_deck=isWhole, with_notetype=isWhole, with_guid=isWhole)
        collection.export_card_csv(
            out_path=os.path.join(folder, "cards.txt"), limit=DeckIdLimit(deck), with_html=False)
        for name, legacy in [("old.colpkg", True), ("new.colpkg", False)]:
            collection.export_collection_package(os.path.join(folder, name), include_media=False, legacy=legacy)
            collection.reopen()
        collection.close()


def read_text(path):
    from anki.collection import Collection, ImportCsvRequest

    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(os.path.join(folder, "own.anki2"))
        metadata = collection.get_csv_metadata(path, None)
        # What a learner chooses in Anki's dialog: word and translation become the two fields of a basic note.
        metadata.global_notetype.field_columns[:] = [1, 2]
        collection.import_csv(ImportCsvRequest(path=path, metadata=metadata))
        notes = [collection.get_note(note_id) for note_id in sorted(collection.find_notes(""))]
        found = [{"fields": list(note.values()), "tags": note.tags} for note in notes]
        collection.close()
    json.dump(found, sys.stdout)


def read(path):
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(path) as archive:
            archive.extract("collection.anki2", folder)
        plain = sqlite3.connect(os.path.join(folder, "collection.anki2"))
        assert plain.execute("pragma integrity_check").fetchone() == ("ok",)
        collection = Collection(os.path.join(folder, "own.anki2"))
        answer = collection.import_anki_package(
            ImportAnkiPackageRequest(
                package_path=path, options=ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False)))
        notes = []
        for note_id in sorted(collection.find_notes("")):
            note = collection.get_note(note_id)
            card = note.cards()[0]
            log = collection.db.all("select ease, id / 1000 from revlog where cid = ? order by id", card.id)
            notes.append({
                "fields": dict(note.items()), "tags": note.tags, "type": card.type, "queue": card.queue,
                "interval": card.ivl, "ease": card.factor, "reps": card.reps, "lapses": card.lapses,
                "deck": collection.decks.name(card.did), "log": log,
                "memory": card.memory_state and {
                    "stability": round(card.memory_state.stability, 3), "difficulty": round(card.memory_state.difficulty, 3),
                    "decay": round(card.decay, 3), "retention": round(card.desired_retention, 2),
                    "last": card.last_review_time}})
        ids = plain.execute("select count(*), count(distinct id) from revlog").fetchone()
        collection.close()
    json.dump({"entries": sorted(names), "found": answer.log.found_notes, "notes": notes, "reviews": ids[0]}, sys.stdout)


if __name__ == "__main__":
    commands = {
        "genanki": make_with_genanki, "anki": make_with_anki, "memory": make_with_memory, "others": make_others, "read": read,
        "text": read_text,
        "big": lambda path, count: make_with_genanki(path, int(count)),
    }
    commands[sys.argv[1]](*sys.argv[2:])
