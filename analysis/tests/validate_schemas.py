# SPDX-License-Identifier: Apache-2.0
"""Validates the documents that this build writes against configs/schemas, and shows that the schemas refuse bad ones.

usage: validate_schemas.py SCHEMA_FOLDER WRITER [EMULATOR...]
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


def main():
    schemas = pathlib.Path(sys.argv[1])
    writer = sys.argv[3:] + [sys.argv[2]]
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(writer + [folder], check=True)
        for name in ("machine", "operators", "predictions", "trace", "doctor"):
            schema = json.loads((schemas / f"{name}.schema.json").read_text())
            validator = jsonschema.Draft7Validator
            validator.check_schema(schema)
            document = json.loads((pathlib.Path(folder) / f"{name}.json").read_text())
            errors = list(validator(schema).iter_errors(document))
            failures += [f"{name}.json: {list(e.absolute_path)}: {e.message[:200]}" for e in errors]
            print(f"{name}: {len(errors)} errors")
            for key in schema["required"]:
                broken = copy.deepcopy(document)
                del broken[key]
                if validator(schema).is_valid(broken):
                    failures.append(f"{name}: valid without {key}")
            newer = dict(document, schema=document["schema"].replace("/1", "/2"))
            if validator(schema).is_valid(newer):
                failures.append(f"{name}: another version is valid")
    print("\n".join(failures))
    return 1 if failures else 0


sys.exit(main())
