"""Vérifie le journal public de Porte-Voix. Il suffit d’avoir Python 3, sans rien installer.

    python3 verifier_journal.py journal.jsonl
    python3 verifier_journal.py journal.jsonl 12 9f86d081884c7d65

La seconde forme vérifie aussi que la ligne 12 a une empreinte qui commence ainsi, comme vous l’aviez notée.
"""

import hashlib
import json
import sys
import unicodedata

FIRST = "0" * 64
FIELDS = {"seq", "at", "kind", "subject", "payload", "prev", "hash"}


def unique(pairs):
    """Refuse a field that is written twice: two programs could read two different lines."""
    if len({name for name, _value in pairs}) != len(pairs):
        raise ValueError("champ écrit deux fois")
    return dict(pairs)


def refuse(value):
    """Refuse 1.5, 1e3, NaN: the journal has whole numbers only."""
    raise ValueError("nombre qui n’est pas entier : " + value)


def composed(value):
    """The same value with its texts in Unicode NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {composed(name): composed(member) for name, member in value.items()}
    if isinstance(value, list):
        return [composed(member) for member in value]
    return value


def fingerprint(line):
    """The hash that a line must have."""
    bare = composed({name: value for name, value in line.items() if name != "hash"})
    written = json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"council-journal-v1\n" + written.encode("utf-8")).hexdigest()


def check(texts, noted=None):
    """What is wrong with the lines of a journal, in sentences, and how many lines. `noted` is {seq: start of hash}."""
    problems, prev, count = [], FIRST, 0
    noted = dict(noted or {})
    for count, text in enumerate(texts, start=1):
        try:
            line = json.loads(text, object_pairs_hook=unique, parse_float=refuse, parse_constant=refuse)
            if not isinstance(line, dict) or set(line) != FIELDS:
                raise ValueError("champs manquants ou en trop")
            right = fingerprint(line)
        except (ValueError, RecursionError) as problem:
            problems.append(f"Ligne {count} : illisible ({problem}).")
            prev = None
            continue
        if type(line["seq"]) is not int or line["seq"] != count:
            problems.append(f"Ligne {count} : elle porte le numéro {line['seq']}. Une ligne manque ou a été déplacée.")
        if prev is not None and line["prev"] != prev:
            problems.append(f"Ligne {count} : elle ne suit pas la ligne d’avant.")
        if line["hash"] != right:
            problems.append(f"Ligne {count} : elle a été changée, son empreinte ne correspond pas.")
        start = noted.pop(count, None)
        if start is not None and not right.startswith(start.lower()):
            problems.append(f"Ligne {count} : son empreinte n’est pas celle que vous aviez notée ({start}).")
        prev = line["hash"]
    problems += [f"Ligne {seq} : vous l’aviez notée et elle n’y est pas." for seq in noted]
    return problems, count


def main(arguments):
    """Check the file named on the command line; gives 0 when it holds, 1 when not, 2 when it cannot be checked."""
    if len(arguments) not in (1, 3) or (len(arguments) == 3 and not arguments[1].isdecimal()):
        sys.stderr.write(__doc__)
        return 2
    noted = {int(arguments[1]): arguments[2]} if len(arguments) == 3 else None
    try:
        with open(arguments[0], encoding="utf-8", newline="\n") as texts:
            problems, count = check(texts, noted)
    except (OSError, UnicodeDecodeError) as problem:
        sys.stderr.write(f"Le fichier ne se lit pas : {problem}\n")
        return 2
    for problem in problems:
        print(problem)
    if not problems:
        print(f"Le journal est entier et inchangé : {count} ligne(s).")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
