#!/usr/bin/env python3
"""Checks an exported folder of tiles (checkpoint, key.pub, tile/...) with code that others wrote: aics-tlog, a verifier for
C2SP transparency logs from PyPI, knows nothing of this ledger. Where pymerkle can be imported, it has to agree on the root.

    pip install --target DIR --no-deps --only-binary=:all: --python-version 3.12 aics-tlog
    PYTHONPATH=DIR python3 verify_tiles.py FOLDER [--earlier FOLDER] [--forge N]

With --earlier the log in FOLDER has to continue an earlier export. With --forge it also turns one random bit of what was
exported, N times, and each of those has to be refused.
"""
import argparse, pathlib, random, sys

from aics_tlog import MemoryTileReader, audit_tiles, consistency_proof_from_tiles, inclusion_proof_from_tiles, leaf_hash
from aics_tlog import parse_note, parse_vkey, read_entry, tree_root_from_tiles, verify_checkpoint, verify_consistency
from aics_tlog import verify_inclusion

try:
    from pymerkle import InmemoryTree
except ImportError:
    InmemoryTree = None


class Bad(Exception):
    pass


def require(holds, words):
    if not holds:
        raise Bad(words)


def exported(folder):
    """Every file of the folder that a check depends on."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in files.items() if name in ("checkpoint", "key.pub") or name.startswith("tile/")}


def check(files):
    """Size, root and tiles of a log, if all of it is what its key signed."""
    key = parse_vkey(files["key.pub"].decode().rstrip("\n"))
    signed = verify_checkpoint(parse_note(files["checkpoint"]), key, expected_origin=key.name)
    require(signed.ok, f"the checkpoint: {signed.error}")
    tiles = MemoryTileReader({name: data for name, data in files.items() if name.startswith("tile/")})
    report = audit_tiles(tiles, signed.size, signed.root)
    require(report.tiles + report.bundles == len(tiles.tiles), "there are files that are no part of the log")
    require(tree_root_from_tiles(tiles, signed.size) == signed.root, "the tiles have another root")
    return signed.size, signed.root, tiles


def prove(size, root, tiles):
    """Some entries are in the log, by a proof each."""
    for index in {0, size - 1, *random.Random(1).sample(range(size), min(size, 50))}:
        proof = inclusion_proof_from_tiles(tiles, index, size)
        leaf = leaf_hash(read_entry(tiles, index, size))
        require(verify_inclusion(leaf, index, size, proof, root), f"no proof of entry {index}")


def again(size, root, tiles):
    """The root worked out from the leaves by a third hand."""
    if InmemoryTree is None:
        return "pymerkle is not there: its opinion is missing"
    tree = InmemoryTree(algorithm="sha256")
    for index in range(size):
        tree.append_entry(read_entry(tiles, index, size))
    require(bytes(tree.get_root()) == root, "pymerkle works out another root")
    return "pymerkle works out the same root"


def forge(files, turns):
    """One bit of one file turned, so many times: each has to be refused."""
    chance, names = random.Random(7), sorted(name for name in files if files[name])
    for turn in range(turns):
        name = chance.choice(names)
        data = bytearray(files[name])
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
        try:
            check({**files, name: bytes(data)})
        except Exception:  # whatever it says, it refuses
            continue
        raise Bad(f"forgery {turn} was taken for the log: byte {at} of {name}")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--earlier", type=pathlib.Path)
    arguments.add_argument("--forge", type=int, default=0)
    told = arguments.parse_args()
    files = exported(told.folder)
    size, root, tiles = check(files)
    prove(size, root, tiles)
    print(again(size, root, tiles))
    if told.earlier:
        before, earlier, _ = check(exported(told.earlier))
        proof = consistency_proof_from_tiles(tiles, before, size)
        require(verify_consistency(before, size, earlier, root, proof), "it does not continue the earlier log")
        print(f"continues the log of {before}")
    forge(files, told.forge)
    print(f"ok, {told.forge} forgeries refused\nsize {size}")


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        sys.exit(f"BAD: {error}")
