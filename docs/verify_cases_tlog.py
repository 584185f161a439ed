#!/usr/bin/env python3
"""Answers the questions of a file that asks many with code that others wrote: aics-tlog, a verifier for C2SP transparency logs
from PyPI, reads notes and keys, checks signatures and cosignatures, and follows every proof. What it knows nothing of is what a
leaf of this ledger says, and where this format takes fewer liberties than C2SP does: that is checked here.

    PYTHONPATH=DIR python3 verify_cases_tlog.py FILE

Prints a verdict for each: accept or reject.
"""
import base64, binascii, hashlib, json, re, sys

from aics_tlog import MerkleTree, leaf_hash, parse_note, parse_vkey, verify_checkpoint, verify_consistency
from aics_tlog import verify_cosignature, verify_inclusion

MEMBERS = ["commit", "origin", "prev", "recorded", "seq", "stream", "v"]
WITNESS = 4


class Bad(Exception):
    pass


def require(holds, words):
    if not holds:
        raise Bad(words)


def key_of(text):
    """A key, whose hash is written in lower case here."""
    key = parse_vkey(text)
    require(key.key_id.hex() == text[len(key.name) + 1 :][:8], "hex that is not lower case")
    return key


def open_note(asked, signed):
    """A checkpoint that the log signed and enough witnesses have cosigned."""
    # C2SP passes over empty lines among signatures; this format has none.
    require(re.search(b"\n\n(?:[^\n]+\n)+\\Z", signed), "not lines of signatures")
    note, log = parse_note(signed), key_of(asked["key"])
    require(all(line.signature for line in note.signatures), "a line without a signature")
    told = verify_checkpoint(note, log, expected_origin=log.name)
    require(told.ok, told.error)
    require(told.size < 2**53 and note.text.count("\n") == 3, "not a checkpoint of this ledger")
    witnesses = [key_of(text) for text in asked["witnesses"]]
    require(all(key.key_type == WITNESS for key in witnesses), "not the key of a witness")
    require(len({key.public_key for key in witnesses}) == len(witnesses), "a witness twice")
    require(sum(is_cosigned(told, note, key) for key in witnesses) >= asked["need"], "too few witnesses")
    return told


def is_cosigned(told, note, key):
    of_it = [line for line in note.signatures if (line.name, line.key_id) == (key.name, key.key_id)]
    if not of_it or of_it[0].signature[0] > 127:
        return False
    return verify_cosignature(of_it[0].signature, key.name, key.public_key, told.origin, told.size, told.root)


def hashes(encoded):
    found = [base64.b64decode(text, validate=True) for text in encoded]
    require(all(len(hash) == 32 for hash in found), "not hashes")
    return found


def judge(asked):
    signed = open_note(asked, base64.b64decode(asked["note"]))
    proof = hashes(asked.get("proof", []))
    if asked["kind"] == "growth":
        before = open_note(asked, base64.b64decode(asked["old"]))
        grew = verify_consistency(before.size, signed.size, before.root, signed.root, proof)
        require(before.size > 0 and grew, "not its beginning")
    elif asked["kind"] == "log":
        tree = MerkleTree(base64.b64decode(leaf) for leaf in asked["leaves"])
        require((tree.size, tree.root()) == (signed.size, signed.root), "not the root of these leaves")
    else:
        judge_entry(asked, signed, proof)


def judge_entry(asked, signed, proof):
    leaf = base64.b64decode(asked["leaf"])
    said = json.loads(leaf)
    require(isinstance(said, dict) and sorted(said) == MEMBERS, "not a leaf")
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    require(canonical == leaf, "not in canonical form")
    due = {"origin": signed.origin, "stream": asked["stream"], "seq": asked["seq"], "v": 1}
    require(all(said[member] == value for member, value in due.items()), "the leaf of another entry")
    salt = bytes.fromhex(asked["salt"])
    committed = hashlib.sha256(b"throughcare/v1/content\x00" + salt + base64.b64decode(asked["content"])).hexdigest()
    require(len(salt) == 32 and said["commit"] == committed, "not what the leaf commits to")
    require(verify_inclusion(leaf_hash(leaf), asked["position"], signed.size, proof, signed.root), "not in the log")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as questions:
        for line in questions:
            asked = json.loads(line)
            try:
                judge(asked)
                verdict = "accept"
            except (Bad, ValueError, KeyError, TypeError, binascii.Error):
                verdict = "reject"
            print(asked["n"], verdict)


if __name__ == "__main__":
    main()
