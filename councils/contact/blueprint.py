from __future__ import annotations

from flask import Blueprint

contact = Blueprint("contact", __name__)
