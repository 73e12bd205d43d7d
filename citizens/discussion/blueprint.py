from __future__ import annotations

from flask import Blueprint

discussion = Blueprint("discussion", __name__)
