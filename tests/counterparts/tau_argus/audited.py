"""Tau-Argus on some tables: ``python audited.py FILE…`` prints what its audit finds of each JJ file, as lines of JSON.

It runs in an environment of its own, in which nothing of meetlint is installed.
"""

import json
import sys

from pytauargus._tauargus import audit_jj

for name in sys.argv[1:]:
    print(json.dumps({row["cell"]: [row["min"], row["max"], row["unsafe"]] for row in audit_jj(name)}))
