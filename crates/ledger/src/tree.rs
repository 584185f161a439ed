//! The Merkle tree over the log (RFC 6962, section 2.1; proofs are checked by the algorithms of RFC 9162, section 2.1).

use crate::hash::{Hash, empty_root, node_hash};

/// The right edge of a Merkle tree: the roots of its largest complete subtrees, from left to right. Enough to append
/// leaves and to know the size and the root, without holding the leaves.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    hashes: Vec<Hash>,
}

impl Frontier {
    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends the hash of a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        // Each trailing one of the size is a complete subtree on the right that the new one completes.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.hashes.pop() {
                node = node_hash(&left, &node);
            }
        }
        self.hashes.push(node);
        self.size += 1;
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let mut from_right = self.hashes.iter().rev();
        match from_right.next() {
            None => empty_root(),
            Some(last) => from_right.fold(*last, |right, left| node_hash(left, &right)),
        }
    }

    /// Takes up again where [`Frontier::size`] and [`Frontier::hashes`] left off; `None` if there are not as many
    /// hashes as a tree of that size has complete subtrees.
    pub fn from_parts(size: u64, hashes: Vec<Hash>) -> Option<Frontier> {
        (hashes.len() == size.count_ones() as usize).then_some(Frontier { size, hashes })
    }

    /// The roots of the complete subtrees, the largest (leftmost) first.
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }
}

/// Where proofs read the roots of complete subtrees from.
pub trait Nodes {
    /// The root of the complete subtree of 2^`level` leaves that starts at leaf `index` × 2^`level`.
    fn node(&self, level: u32, index: u64) -> Option<Hash>;
}

/// The root that the tree had when it had `size` leaves. `None` if a node is not to be had.
pub fn root_of(nodes: &(impl Nodes + ?Sized), size: u64) -> Option<Hash> {
    if size == 0 { Some(empty_root()) } else { subtree(nodes, 0, size) }
}

/// The audit path of the leaf at `index` in the tree of `size` leaves (RFC 6962, section 2.1.1), the lowest hash
/// first. `None` if there is no such leaf, or a node is not to be had.
pub fn inclusion_proof(nodes: &(impl Nodes + ?Sized), index: u64, size: u64) -> Option<Vec<Hash>> {
    if index >= size {
        return None;
    }
    let mut proof = Vec::new();
    let (mut start, mut len) = (0, size);
    while len > 1 {
        let left = split(len);
        if index < start + left {
            proof.push(subtree(nodes, start + left, len - left)?);
            len = left;
        } else {
            proof.push(subtree(nodes, start, left)?);
            start += left;
            len -= left;
        }
    }
    proof.reverse();
    Some(proof)
}

/// The proof that the tree of `old` leaves is the beginning of the tree of `new` leaves (RFC 6962, section 2.1.2).
/// `None` if it cannot be (`old` is the larger), or a node is not to be had. Empty for `old` = 0 and for `old` = `new`.
pub fn consistency_proof(nodes: &(impl Nodes + ?Sized), old: u64, new: u64) -> Option<Vec<Hash>> {
    if old > new {
        return None;
    }
    if old == 0 || old == new {
        return Some(Vec::new());
    }
    let mut proof = Vec::new();
    let (mut start, mut len) = (0, new);
    // The old tree's edge is known to the checker only while it is the whole old tree.
    let mut known = true;
    while start + len != old {
        let left = split(len);
        if old <= start + left {
            proof.push(subtree(nodes, start + left, len - left)?);
            len = left;
        } else {
            proof.push(subtree(nodes, start, left)?);
            start += left;
            len -= left;
            known = false;
        }
    }
    if !known {
        proof.push(subtree(nodes, start, len)?);
    }
    proof.reverse();
    Some(proof)
}

/// Whether `proof` shows that `leaf` is the leaf at `index` of the tree of `size` leaves with this root (RFC 9162,
/// section 2.1.3.2).
pub fn check_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut node) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            node = node_hash(sibling, &node);
            skip_promoted(&mut at, &mut last);
        } else {
            node = node_hash(&node, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && node == *root
}

/// Whether `proof` shows that the tree of `old_size` leaves is the beginning of the tree of `new_size` leaves
/// (RFC 9162, section 2.1.4.2).
pub fn check_consistency(old_size: u64, old_root: &Hash, new_size: u64, new_root: &Hash, proof: &[Hash]) -> bool {
    if old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return proof.is_empty() && old_root == new_root;
    }
    if old_size == 0 {
        return proof.is_empty() && *old_root == empty_root();
    }
    // A complete old tree is itself the first node, which the proof leaves out.
    let (first, rest) = if old_size.is_power_of_two() {
        (*old_root, proof)
    } else {
        match proof.split_first() {
            Some((first, rest)) => (*first, rest),
            None => return false,
        }
    };
    let (mut at, mut last) = (old_size - 1, new_size - 1);
    let shift = at.trailing_ones();
    at >>= shift;
    last >>= shift;
    let (mut old_node, mut new_node) = (first, first);
    for hash in rest {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old_node = node_hash(hash, &old_node);
            new_node = node_hash(hash, &new_node);
            skip_promoted(&mut at, &mut last);
        } else {
            new_node = node_hash(&new_node, hash);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old_node == *old_root && new_node == *new_root
}

/// Passes over the levels at which the right edge has no sibling and is promoted as it is.
fn skip_promoted(at: &mut u64, last: &mut u64) {
    if *at != 0 {
        let levels = at.trailing_zeros();
        *at >>= levels;
        *last >>= levels;
    }
}

/// The largest power of two below `len`, which is at least 2.
fn split(len: u64) -> u64 {
    1 << (len - 1).ilog2()
}

/// The root of the subtree of `len` leaves from `start`; `start` is a multiple of the largest power of two in `len`.
fn subtree(nodes: &(impl Nodes + ?Sized), start: u64, len: u64) -> Option<Hash> {
    if len.is_power_of_two() {
        let level = len.ilog2();
        return nodes.node(level, start >> level);
    }
    let left = split(len);
    Some(node_hash(&subtree(nodes, start, left)?, &subtree(nodes, start + left, len - left)?))
}
