# SPDX-License-Identifier: Apache-2.0
"""Valid documents with one field changed: our readers and the published schemas must accept and refuse the same ones.

usage: compare_with_schemas.py SCHEMA_FOLDER WRITER READER
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("SKIP: python3-jsonschema is not installed")
    sys.exit(0)

MISSING = object()

# What a reader compares with another field of the same object; draft 7 has no words for that.
COMPARED = {("at_most_bytes", "negative"), ("at_most_bytes", "zero"), ("at_most_bytes", "a fraction"),
            ("at_most_bytes", "a whole number with a point")}


def changes(value):
    """What may stand in place of a value: each named, so that a disagreement can be found again."""
    yield "as it was", value
    yield "missing", MISSING
    yield "null", None
    if isinstance(value, bool):
        yield "a number for true or false", 1
        yield "text for true or false", "yes"
    elif isinstance(value, (int, float)):
        yield "negative", -1
        yield "zero", 0
        yield "a fraction", 1.5
        yield "a whole number with a point", 2.0
        yield "text for a number", "12"
        yield "true for a number", True
    elif isinstance(value, str):
        yield "unknown word", "haunted"
        yield "no text", ""
        yield "a number for text", 7
    elif isinstance(value, list):
        yield "an object for a list", {}
        yield "an element of another type", value + [{"haunted": 1}] if not value or not isinstance(
            value[0], dict) else value + [7]
        yield "empty", []
    else:
        yield "a list for an object", []
        yield "empty", {}


def fields(value, path=()):
    """Every place of a document, by its path."""
    if path:
        yield path
    if isinstance(value, dict):
        for key in value:
            yield from fields(value[key], path + (key,))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from fields(element, path + (index,))


def pattern_of(document, path):
    """The last two steps of the path, elements of a list told apart by their kind alone: one of each is enough, since a
    schema names what it uses twice, and a reader has one function for it.
    """
    pattern = []
    here = document
    for key in path:
        here = here[key]
        if isinstance(key, str):
            pattern.append(key)
            continue
        kind = ""
        if isinstance(here, dict):
            kind = str(here.get("kind", here.get("evidence", ""))) + (" failed" if "error" in here else "")
        pattern.append(f"[{kind}]")
    return tuple(pattern[-2:])


def only(value, path):
    """A copy with, of each list on the path, the element on the path alone, and without what may be left out beside it:
    small, so that validating it is quick. A list whose length matters stays whole.
    """
    if not path:
        return copy.deepcopy(value), path
    key = path[0]
    if isinstance(value, dict):
        kept = {}
        for name, member in value.items():
            if name in ("host", "conditions", "plan"):
                kept[name] = {}
            elif isinstance(member, list) and member and isinstance(member[0], dict) and name != "terms":
                kept[name] = []
            elif not (isinstance(member, dict) and name in ("chains", "clock_facts", "counters", "attribution")):
                kept[name] = copy.deepcopy(member)
        kept[key], rest = only(value[key], path[1:])
        return kept, (key,) + rest
    if len(value) == 8 and isinstance(value[0], dict) and "cause" in value[0]:
        return copy.deepcopy(value), path
    element, rest = only(value[key], path[1:])
    return [element], (0,) + rest


def changed(document, path, new):
    small, path = only(document, path)
    here = small
    for key in path[:-1]:
        here = here[key]
    if new is not MISSING:
        here[path[-1]] = new
    elif isinstance(path[-1], str):
        del here[path[-1]]
    else:
        return None
    return small


def main():
    schemas, writer, reader = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([writer, folder], check=True)
        for name in ("machine", "operators", "predictions", "trace"):
            schema = json.loads((schemas / f"{name}.schema.json").read_text())
            validator = jsonschema.Draft7Validator(schema)
            document = json.loads((pathlib.Path(folder) / f"{name}.json").read_text())
            seen = set()
            for path in fields(document):
                pattern = pattern_of(document, path)
                if pattern in seen:
                    continue
                seen.add(pattern)
                value = document
                for key in path:
                    value = value[key]
                for what, new in changes(value):
                    if (path[-1], what) in COMPARED:
                        continue
                    mutant = changed(document, path, new)
                    if mutant is not None:
                        cases.append((name, path, what, validator.is_valid(mutant), json.dumps(mutant)))
            print(f"{name}: {len(seen)} fields")
        lines = pathlib.Path(folder) / "documents"
        lines.write_text("".join(f"{name} {text}\n" for name, _, _, _, text in cases))
        answers = subprocess.run([reader, str(lines)], check=True, capture_output=True, text=True).stdout.splitlines()
    if len(answers) != len(cases):
        print(f"{len(cases)} documents, {len(answers)} answers")
        return 1
    disagreements = 0
    for (name, path, what, valid, _), answer in zip(cases, answers):
        place = "/".join(str(key) for key in path)
        if what == "as it was" and not valid:
            print(f"{name}: /{place}: the document is not valid before anything is changed")
            disagreements += 1
        if valid == (answer == "accepted"):
            continue
        disagreements += 1
        print(f"{name}: /{place}: {what}: {'valid' if valid else 'invalid'} by the schema, {answer}")
    refused = sum(not valid for _, _, _, valid, _ in cases)
    print(f"{len(cases)} documents, {refused} of them invalid, {disagreements} disagreements")
    return 1 if disagreements or refused == 0 or refused == len(cases) else 0


sys.exit(main())
