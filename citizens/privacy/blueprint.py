from __future__ import annotations

from flask import Blueprint

privacy = Blueprint("privacy", __name__)
