"""Record pages on a filled database: python -m bare FOLDER leaves FOLDER/recorded.

Standard input holds [title, user, path, sends] rows as JSON.
"""

import json
import pickle
import sys
from pathlib import Path

import django

from bare.recording import record

django.setup()
RECORDED = {title: record(user, path, sends) for title, user, path, sends in json.load(sys.stdin)}
Path(sys.argv[1], "recorded").write_bytes(pickle.dumps(RECORDED))
