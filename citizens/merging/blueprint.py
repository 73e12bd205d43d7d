from __future__ import annotations

from flask import Blueprint

merging = Blueprint("merging", __name__)
