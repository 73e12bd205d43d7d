from __future__ import annotations

from flask import Blueprint

accreditation = Blueprint("accreditation", __name__)
