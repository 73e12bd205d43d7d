from __future__ import annotations

from flask import Blueprint

holding = Blueprint("holding", __name__)
