from __future__ import annotations

from citizens.accounts import code_views, demonstration, office_views, own_views, rest_views, views
from citizens.accounts.awaiting import TODOS
from citizens.accounts.commands import admin, demo_accounts
from citizens.accounts.jobs import JOBS
from citizens.accounts.recognition import IDENTIFICATION
from citizens.discussion import declaration as discussion
from citizens.merging import declaration as merging
from citizens.policy import RULES
from citizens.privacy import declaration as privacy
from foundation.feature import Feature, joined
from foundation.menu import Entry, Section

# each of them adds its addresses to the one blueprint
BLUEPRINTS = {module.accounts for module in (views, own_views, code_views, office_views, rest_views, demonstration)}

OWN = Feature(
    name="citizens",
    rules=RULES,
    blueprints=(*BLUEPRINTS, *discussion.BLUEPRINTS),
    plan=(
        Section(
            "Mon compte",
            (
                Entry("Se connecter", "accounts.sign_in", "account.enter"),
                Entry("Recevoir un lien de connexion par courriel", "accounts.ask_link", "account.enter"),
                Entry("Essayer la démonstration avec un compte", "accounts.demonstration", "demonstration.use"),
            ),
        ),
    ),
    identify=IDENTIFICATION,
    jobs=(*JOBS, *discussion.JOBS),
    workflows=discussion.WORKFLOWS,
    todos=(*TODOS, *discussion.TODOS),
    commands=(admin, demo_accounts),
    seeds=(demonstration.load_accounts,),
)
FEATURE = joined("citizens", OWN, privacy.PART, merging.PART)
