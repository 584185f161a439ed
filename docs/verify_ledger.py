#!/usr/bin/env python3
"""Checks a ledger from its database alone, knowing only docs/ledger-format.md.

    python3 verify_ledger.py FOLDER

Prints the root when every commitment, leaf, chain and checkpoint agrees; else names the first entry at fault, exit 1.
Of the signatures only the last checkpoint's is checked, which covers everything: Ed25519 in Python is slow.
"""
import base64, hashlib, json, pathlib, sqlite3, sys

import ed25519

MEMBERS = ["commit", "origin", "prev", "recorded", "seq", "stream", "v"]
READ = ["at", "staff", "role", "organisation", "purpose", "screen", "subject", "outcome", "rows", "detail"]
READS = f"SELECT {', '.join(READ)} FROM reads.read WHERE batch = ? ORDER BY n".replace("rows", "row_count")
LEAF = """SELECT l.position, l.stream, l.seq, l.hash, l.recorded, l.mark,
    coalesce(e.leaf, m.leaf), coalesce(e.salt, m.salt), coalesce(e.content, m.content), e.hash, e.recorded
    FROM log l LEFT JOIN entry e ON l.mark = 0 AND e.stream = l.stream AND e.seq = l.seq
    LEFT JOIN mark m ON l.mark <> 0 AND m.stream = l.stream AND m.seq = l.seq ORDER BY l.position"""
TAIL = """SELECT NULL, stream, seq, hash, recorded, 0, leaf, salt, content, hash, recorded,
    (stream, seq) IN (SELECT stream, seq FROM unsealed) FROM entry
    WHERE (stream, seq) NOT IN (SELECT stream, seq FROM log) ORDER BY stream, seq"""
LOST = """SELECT stream, seq FROM unsealed WHERE (stream, seq) NOT IN (SELECT stream, seq FROM entry)
    OR (stream, seq) IN (SELECT stream, seq FROM log)"""


class Bad(Exception):
    pass


def sha256(data):
    return hashlib.sha256(data).digest()


def require(truth, words):
    if not truth:
        raise Bad(words)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Tree:
    """The roots of the complete subtrees on the right edge, the largest first, each with its number of leaves."""

    def __init__(self):
        self.size, self.edge = 0, []

    def push(self, node):
        self.size, count = self.size + 1, 1
        while self.edge and self.edge[-1][0] == count:
            node, count = sha256(b"\x01" + self.edge.pop()[1] + node), count * 2
        self.edge.append((count, node))

    def root(self):
        if not self.edge:
            return sha256(b"")
        node = self.edge[-1][1]
        for _, left in reversed(self.edge[:-1]):
            node = sha256(b"\x01" + left + node)
        return node


class Ledger:
    def __init__(self, db):
        self.db = db
        self.origin = dict(db.execute("SELECT name, value FROM meta"))["origin"]
        self.heads = {}  # stream: (seq, leaf hash, recorded) of its last leaf so far
        self.without, self.erased = {}, set()  # entries without a content, and where; entries that erasures list
        self.gone, self.released = [], []  # batches of reads without rows, and when marked; what entries let go of them

    def check(self, position, stream, seq, hash, recorded, mark, leaf, salt, content, own_hash, own_recorded):
        """One leaf and what stands beside it: sections 3, 4 and 9."""
        require(leaf is not None, "the log names it, but it is not there")
        last_seq, prev, before = self.heads.get(stream, (0, bytes(32), None))
        require(seq == last_seq + 1, f"its stream goes on with {seq} where {last_seq + 1} was due")
        digest = sha256(b"\x00" + leaf)
        require(digest == hash, "its leaf does not have the hash in the log")
        if not mark:
            require(digest == own_hash, "its leaf does not have the hash that stands beside it")
            require(recorded == own_recorded, "its time of recording is not the one in the log")
        said = json.loads(leaf)
        require(isinstance(said, dict) and sorted(said) == MEMBERS, "its leaf is no leaf")
        due = dict(said, origin=self.origin, prev=prev.hex(), recorded=recorded, seq=seq, stream=stream, v=1)
        for member in MEMBERS:
            require(said[member] == due[member], f"its leaf says another {member} than it should")
        require(leaf == canonical(due), "its leaf is not in canonical form")
        require(before is None or before < recorded, "it was recorded no later than the entry before it")
        self.heads[stream] = (seq, digest, recorded)
        if salt is None and content is None and not mark:
            self.without[f"{stream}/{seq}"] = position
            return digest
        require(salt is not None and content is not None, "its content or its salt is missing")
        commit = sha256(b"throughcare/v1/content\x00" + salt + content)
        require(len(salt) == 32 and said["commit"] == commit.hex(), "its content is not what its leaf commits to")
        if mark == 2:
            self.check_reads(json.loads(content)["body"], f"{stream}/{seq} (position {position})", recorded)
        if b'"kind":"reads_released"' in content and stream.startswith("service-") and not mark:
            said = json.loads(content)
            if said.get("kind") == "reads_released" and said["body"]["before"] <= recorded:
                self.released.append((said["body"]["batch"], said["body"]["before"]))
        if b'"kind":"erased"' in content and json.loads(content).get("kind") == "erased":
            self.erased.update(json.loads(content)["body"]["entries"])
        return digest

    def check_reads(self, body, name, recorded):
        """The rows behind a batch of reads: section 6."""
        rows = self.db.execute(READS, (body["batch"],)).fetchall()
        if not rows:
            return self.gone.append((body["batch"], recorded, name))
        digest = sha256(b"\n".join(canonical(dict(zip(READ, row))) for row in rows)).hex()
        require(len(rows) == body["count"] and digest == body["digest"], "the rows of its batch of reads were altered")
        ats = [row[0] for row in rows]
        require(body.get("found") in (None, {"from": min(ats), "to": max(ats)}), "its rows were found at other times")

    def check_gone(self):
        """Batches of reads that are gone: section 6."""
        for batch, recorded, name in self.gone:
            if not any(batch <= last and recorded < before for last, before in self.released):
                raise Bad(f"{name}: its batch of reads is gone, and no entry lets it go")


def check_signature(note, vkey):
    """The log's own signature: section 7."""
    name, hash, data = vkey.strip().split("+", 2)
    data = base64.b64decode(data)
    require(sha256(name.encode() + b"\n" + data)[:4].hex() == hash and data[0] == 1, "key.pub is not a log's key")
    text, lines = note.split("\n\n", 1)
    for line in lines.splitlines():
        signature = base64.b64decode(line.split(" ")[-1])
        if line.startswith(f"— {name} ") and signature[:4].hex() == hash:
            return require(ed25519.verify(data[1:], text.encode() + b"\n", signature[4:]), "the signature is not the key's")
    raise Bad("the last checkpoint is not signed with key.pub")


def verify(db, vkey):
    """Prints the root, or raises Bad with the name of what is wrong."""
    ledger, tree, name = Ledger(db), Tree(), "the log"
    checkpoints = {size: (root, note) for size, root, note in db.execute("SELECT size, root, note FROM checkpoint")}
    last = 0  # the size of the last checkpoint passed
    newest = checkpoints[max(checkpoints)][1] if checkpoints else None
    sealed, latest = None, ("", -2**63)  # when the last seal was recorded; the latest since, with its name
    for row in db.execute(LEAF):
        position, name, recorded, seal = row[0], f"{row[1]}/{row[2]}", row[4], row[5] == 1
        try:
            require(position == tree.size, f"it stands at position {position}, where {tree.size} was due")
            tree.push(ledger.check(*row))
            require(sealed is None or sealed < recorded, "it was recorded before the seal that it comes after")
        except (Bad, ValueError, TypeError, KeyError, AttributeError) as bad:
            raise Bad(f"{name} (position {position}): {bad}")
        if seal:
            require(latest[1] <= recorded, f"{latest[0]}: it was recorded after the seal that follows it")
            sealed, latest = recorded, ("", -2**63)
        elif recorded > latest[1]:
            latest = (name, recorded)
        if tree.size in checkpoints:
            root, note = checkpoints.pop(tree.size)
            text = f"{ledger.origin}\n{tree.size}\n{base64.b64encode(tree.root()).decode()}\n\n"
            require(root == tree.root() and note.startswith(text),
                    f"the checkpoint of size {tree.size} has another root than the log: {name} or one before it")
            last = tree.size
    checkpoints.pop(0, None)
    require(not checkpoints, f"the log ends at {tree.size}, a checkpoint says {max(checkpoints, default=0)}")
    require(last == tree.size, f"the log goes on to {tree.size} after its last checkpoint")
    if newest:
        check_signature(newest, vkey)
    for stream, seq in db.execute(LOST):
        raise Bad(f"{stream}/{seq}: it is waiting to be sealed, but it is not there or is in the log already")
    for *row, waiting in db.execute(TAIL):
        try:
            require(waiting, "it is neither in the log nor waiting to be sealed")
            ledger.check(*row)
        except (Bad, ValueError, TypeError, KeyError, AttributeError) as bad:
            raise Bad(f"{row[1]}/{row[2]} (not sealed yet): {bad}")
    ledger.check_gone()
    for name in ledger.without:
        require(name in ledger.erased, f"{name}: its content is missing, and no erasure lists it")
    print(f"ok: {tree.size} leaves, {len(ledger.without)} erased")
    print(f"root {base64.b64encode(tree.root()).decode()}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    record, reads = (pathlib.Path(sys.argv[1], name).resolve() for name in ("record.db", "reads.db"))
    try:
        db = sqlite3.connect(f"{record.as_uri()}?mode=ro", uri=True)
        if reads.exists():
            db.execute("ATTACH ? AS reads", (f"{reads.as_uri()}?mode=ro",))
        verify(db, pathlib.Path(sys.argv[1], "key.pub").read_text())
    except (Bad, OSError, sqlite3.Error, KeyError, TypeError, ValueError, AttributeError) as bad:
        print(f"BAD: {bad}")
        sys.exit(1)


if __name__ == "__main__":
    main()
