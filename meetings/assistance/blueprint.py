from __future__ import annotations

from flask import Blueprint

assisted = Blueprint("assisted", __name__)
