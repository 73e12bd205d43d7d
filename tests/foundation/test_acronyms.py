"""R-UX-02: an administrative acronym never stands alone."""

import re

from flask import Flask

from foundation.acronyms import acronyms, known
from tests.browser import Browser


def test_the_acronyms_that_a_reader_sees_are_found_and_no_others() -> None:
    html = '<p title="ARS">La MEL et l’ANRU ; CAMEL, la CMU-C, NPRU-bis, <b>QPV</b>.</p>'
    assert [short for short, _ in acronyms(html)] == ["ANRU", "CMU-C", "MEL", "QPV"]
    assert acronyms("<p>Rien.</p>") == []


def test_r_ux_02_a_page_spells_out_each_of_its_acronyms(demo_app: Flask) -> None:
    for address in ("/contrat", "/contrat/actions", "/contrat/actions/iti", "/contrat/financements", "/conseils/lille"):
        page = Browser(demo_app).visits(address)
        for short, words in known().items():
            if re.search(rf"(?<![\w-]){short}(?![\w-])", page.text):
                assert words in page.text, f"{address}: {short}"
