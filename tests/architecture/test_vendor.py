import hashlib
import json
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
MANIFEST = json.loads((STATIC / "vendor" / "manifest.json").read_text(encoding="utf-8"))


def test_vendored_files_are_those_of_the_manifest():
    written = {name: digest for package in MANIFEST for name, digest in package["files"].items()}
    found = {
        str(path.relative_to(STATIC)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in [STATIC / "icons.svg", *(STATIC / "vendor").rglob("*")]
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == written


def test_each_package_names_its_version_and_ships_its_licence():
    for package in MANIFEST:
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
        assert package["licence"]
        assert any(name.endswith("/LICENSE") for name in package["files"])


def test_templates_use_only_icons_that_the_sprite_holds():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    pages = "\n".join(page.read_text(encoding="utf-8") for page in (STATIC.parent / "templates").rglob("*.html"))
    asked = set(re.findall(r'\bicon\("([\w-]+)"\)|icon_name="([\w-]+)"', pages))
    assert {name for pair in asked for name in pair if name} <= drawn
