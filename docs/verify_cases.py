#!/usr/bin/env python3
"""Answers the questions of a file that asks many, knowing only docs/ledger-format.md, with Python's standard library.

    python3 verify_cases.py FILE

Prints a verdict for each: accept or reject. Proofs are checked by the definitions of RFC 6962, section 2.1, not by the
usual loop over bits. If pymerkle can be imported, it works out the roots of whole logs as well, and has to agree.
"""
import base64, binascii, json, re, sys

import ed25519
from verify_ledger import Bad, MEMBERS, Tree, canonical, require, sha256

try:
    from pymerkle import InmemoryTree
except ImportError:
    InmemoryTree = None

SIGNATURE = re.compile("— ([^ +\\s]+) ([A-Za-z0-9+/]+=*)")


def decode64(text):
    data = base64.b64decode(text, validate=True)
    require(base64.b64encode(data).decode() == text, "base64 that is not canonical")
    return data


def node(left, right):
    return sha256(b"\x01" + left + right)


def split(n):
    """The largest power of two below n."""
    return 1 << (n - 1).bit_length() - 1


def root_from_path(leaf, index, size, path):
    """What the root is if the leaf stands there: MTH as its definition splits it, from the top."""
    if size == 1:
        require(not path, "the proof is too long")
        return leaf
    require(path, "the proof is too short")
    k = split(size)
    if index < k:
        return node(root_from_path(leaf, index, k, path[:-1]), path[-1])
    return node(path[-1], root_from_path(leaf, index - k, size - k, path[:-1]))


def roots_from_proof(old, new, old_root, proof, whole=True):
    """What both roots are if the old tree is the beginning of the new one."""
    if old == new:
        require(len(proof) == (0 if whole else 1), "the proof has another length")
        return (old_root, old_root) if whole else (proof[0], proof[0])
    require(proof, "the proof is too short")
    k = split(new)
    if old <= k:
        before, after = roots_from_proof(old, k, old_root, proof[:-1], whole)
        return before, node(after, proof[-1])
    before, after = roots_from_proof(old - k, new - k, old_root, proof[:-1], False)
    return node(proof[-1], before), node(proof[-1], after)


def key_of(vkey, algorithm):
    """Name, hash and bytes of a key: section 7."""
    name, hash, data = vkey.split("+", 2)
    data = decode64(data)
    require(re.fullmatch("[^ +\\s]+", name) and len(data) == 33 and data[0] == algorithm, "not such a key")
    digest = sha256(name.encode() + b"\n" + data)[:4]
    require(digest.hex() == hash, "not the hash of the key")
    return name, digest, data[1:]


def open_note(asked, note):
    """Origin, size and root of a checkpoint that the log signed and enough witnesses have cosigned."""
    note = note.decode()
    require(not re.search("[\x00-\x09\x0b-\x1f]", note), "a control character")
    text, lines = note[: note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2 :]
    require(lines.endswith("\n"), "no break at the end")
    signatures = {}
    for line in lines[:-1].split("\n"):
        found = SIGNATURE.fullmatch(line)
        require(found, "not a line of a signature")
        data = decode64(found[2])
        require(len(data) > 4, "no signature")
        signatures.setdefault((found[1], data[:4]), data[4:])
    name, hash, key = key_of(asked["key"], 1)
    require(ed25519.verify(key, text.encode(), signatures[name, hash]), "not signed by the log")
    witnesses = [key_of(vkey, 4) for vkey in asked["witnesses"]]
    require(len({key for _, _, key in witnesses}) == len(witnesses), "a witness twice")
    cosigned = sum(is_cosigned(text, signatures.get(w[:2]), w[2]) for w in witnesses)
    require(cosigned >= asked["need"], "too few witnesses")
    origin, size, root, nothing = text.split("\n")
    require(origin == name and nothing == "" and re.fullmatch("0|[1-9][0-9]*", size), "not a checkpoint")
    root = decode64(root)
    require(int(size) < 2**53 and len(root) == 32, "not a checkpoint")
    return origin, int(size), root


def is_cosigned(text, signature, key):
    if signature is None or len(signature) != 72 or signature[0] > 127:
        return False
    message = f"cosignature/v1\ntime {int.from_bytes(signature[:8], 'big')}\n{text}".encode()
    return ed25519.verify(key, message, signature[8:])


def judge(asked):
    origin, size, root = open_note(asked, decode64(asked["note"]))
    proof = [decode64(hash) for hash in asked.get("proof", [])]
    require(all(len(hash) == 32 for hash in proof), "not hashes")
    if asked["kind"] == "growth":
        _, old_size, old_root = open_note(asked, decode64(asked["old"]))
        require(0 < old_size <= size, "the log became shorter")
        require(roots_from_proof(old_size, size, old_root, proof) == (old_root, root), "not its beginning")
    elif asked["kind"] == "log":
        judge_log([decode64(leaf) for leaf in asked["leaves"]], size, root)
    else:
        judge_entry(asked, origin, size, root, proof)


def judge_log(leaves, size, root):
    tree = Tree()
    for leaf in leaves:
        tree.push(sha256(b"\x00" + leaf))
    if InmemoryTree:
        other = InmemoryTree(algorithm="sha256")
        for leaf in leaves:
            other.append_entry(leaf)
        assert other.get_root() == tree.root(), "pymerkle works out another root"
    require((tree.size, tree.root()) == (size, root), "not the root of these leaves")


def judge_entry(asked, origin, size, root, proof):
    leaf, position = decode64(asked["leaf"]), asked["position"]
    said = json.loads(leaf)
    require(isinstance(said, dict) and sorted(said) == MEMBERS and canonical(said) == leaf, "not a leaf")
    due = dict(origin=origin, stream=asked["stream"], seq=asked["seq"], v=1)
    require(all(said[member] == value for member, value in due.items()), "the leaf of another entry")
    salt = bytes.fromhex(asked["salt"])
    commit = sha256(b"throughcare/v1/content\x00" + salt + decode64(asked["content"]))
    require(len(salt) == 32 and said["commit"] == commit.hex(), "not what the leaf commits to")
    require(0 <= position < size, "no such position")
    require(root_from_path(sha256(b"\x00" + leaf), position, size, proof) == root, "not in the log")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as questions:
        for line in questions:
            asked = json.loads(line)
            try:
                judge(asked)
                verdict = "accept"
            except (Bad, ValueError, KeyError, TypeError, UnicodeDecodeError, binascii.Error):
                verdict = "reject"
            print(asked["n"], verdict)


if __name__ == "__main__":
    main()
