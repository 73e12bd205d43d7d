from __future__ import annotations

from citizens.policy import RULES
from foundation.feature import Feature

FEATURE = Feature(name="citizens", rules=RULES)
