"""Vérifie un vote à bulletin secret de Porte-Voix. Il suffit d’avoir Python 3, sans rien installer.

    python3 verifier_scrutin.py resultat.json
    python3 verifier_scrutin.py resultat.json bulletins.json
    python3 verifier_scrutin.py resultat.json bulletins.json abeille-jardin-lilas-4821

La première forme relit le fichier public : participation, totaux, résultat. La deuxième recompte aussi la liste des
bulletins ouverts, que le conseil seul peut télécharger. La troisième y cherche un repère.
Comparez les empreintes affichées à celles du journal public, à la ligne « Vote clos » de ce vote.
"""

import hashlib
import json
import sys

RESULT, BALLOTS = "porte-voix-resultat-1", "porte-voix-bulletins-1"
OPTIONS = {"for": "Pour", "against": "Contre", "abstain": "Abstention", "does_not_take_part": "Ne prend pas part"}
WORDS = {"adopted": "adopté", "rejected": "pas adopté", "not_opened": "bulletins non ouverts"}


def required(result):
    """How many ballots the participation asks for: the share rounded up."""
    percent = result["participation_percent"]
    return 0 if percent is None else -(-result["base"] * percent // 100)


def expected(result):
    """The result that follows from the figures of the file."""
    if result["cast"] < max(required(result), result["least"]) or result["unopened"]:
        return "not_opened"
    return "adopted" if result["totals"]["for"] > result["totals"]["against"] else "rejected"


def check_result(result):
    """What is wrong with the public file, in sentences."""
    problems = []
    if result["required"] != required(result):
        problems.append(f"La participation demandée est de {required(result)} bulletins, et non {result['required']}.")
    if result["cast"] > result["base"]:
        problems.append("Il y a plus de bulletins que de personnes qui peuvent voter.")
    if result["totals"] is not None and sum(result["totals"].values()) != result["cast"]:
        problems.append("Les totaux ne font pas ensemble le nombre de bulletins déposés.")
    if (result["totals"] is None) != (result["result"] == "not_opened"):
        problems.append("Des bulletins non ouverts n’ont pas de totaux, et des bulletins ouverts en ont.")
    elif result["result"] != expected(result):
        problems.append("Le résultat écrit n’est pas celui qui suit des totaux et de la participation.")
    return problems


def check_ballots(result, text):
    """What is wrong with the list of the opened ballots, in sentences."""
    problems = []
    if hashlib.sha256(text).hexdigest() != result["ballots_sha256"]:
        problems.append("Cette liste de bulletins n’est pas celle du résultat\u00a0: son empreinte diffère.")
    listed = json.loads(text)
    if listed["format"] != BALLOTS or listed["vote"] != result["vote"]:
        return [*problems, "Cette liste de bulletins n’est pas celle de ce vote."]
    counts = dict.fromkeys(OPTIONS, 0)
    for _tracker, choice in listed["ballots"]:
        counts[choice] += 1
    if counts != result["totals"]:
        problems.append("Les bulletins recomptés ne donnent pas les totaux publiés.")
    trackers = [tracker for tracker, _choice in listed["ballots"]]
    if trackers != sorted(set(trackers)):
        problems.append("Les repères ne sont pas rangés, ou l’un d’eux est écrit deux fois.")
    return problems


def look_up(text, tracker):
    """What the ballot of a tracker says, as a sentence."""
    found = dict(json.loads(text)["ballots"]).get(tracker)
    return f"Ce bulletin dit\u00a0: {OPTIONS[found]}." if found else "Ce repère n’est pas dans la liste."


def main(arguments):
    """Check the files named on the command line; gives 0 when they hold, 1 when not, 2 when they cannot be read."""
    if not 1 <= len(arguments) <= 3:
        sys.stderr.write(__doc__)
        return 2
    try:
        texts = []
        for name in arguments[:2]:
            with open(name, "rb") as file:
                texts.append(file.read())
        result = json.loads(texts[0])
        if result["format"] != RESULT:
            raise ValueError("ce n’est pas le résultat d’un vote à bulletin secret")
        problems = check_result(result) + (check_ballots(result, texts[1]) if len(texts) > 1 else [])
        print("Empreinte du résultat (result_sha256)\u00a0: " + hashlib.sha256(texts[0]).hexdigest())
        print("Empreinte de la liste (ballots_sha256)\u00a0: " + (result["ballots_sha256"] or "aucune"))
        print(f"Bulletins\u00a0: {result['cast']} sur {result['base']}. Résultat\u00a0: {WORDS[result['result']]}.")
        if len(arguments) == 3:
            print(look_up(texts[1], arguments[2]))
    except (OSError, ValueError, KeyError, TypeError) as problem:
        sys.stderr.write(f"Ces fichiers ne se vérifient pas\u00a0: {problem}\n")
        return 2
    for problem in problems:
        print(problem)
    if not problems:
        print("Tout concorde.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
