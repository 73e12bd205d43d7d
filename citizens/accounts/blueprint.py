from __future__ import annotations

from flask import Blueprint
from flask_login import LoginManager

from citizens.accounts import requirement
from foundation import identity

accounts = Blueprint("accounts", __name__)
manager = LoginManager()
# a telephone that goes from one network to another stays signed in: sessions are ended by their rows
manager.session_protection = None
accounts.record_once(lambda state: manager.init_app(state.app, add_context_processor=False))
accounts.record_once(lambda state: identity.sign_cookies(state.app))
accounts.record_once(lambda state: requirement.check(state.app.extensions["settings"]))
