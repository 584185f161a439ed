//! The tree, against the vectors known from Certificate Transparency, a naive tree written from the definition, and
//! the `ct-merkle` crate.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use ledger::{
    Frontier, Hash, Nodes, TILE_WIDTH, Tile, check_consistency, check_inclusion, consistency_proof, empty_root,
    inclusion_proof, leaf_hash, node_hash, tile_root, tiles,
};
use proptest::prelude::*;
use sha2::Sha256;

/// The leaves, and after each the root: the vectors of Google's Certificate Transparency code.
const KNOWN: [(&[u8], &str); 8] = [
    (b"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    (&[0x00], "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    (&[0x10], "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    (b" !", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    (b"01", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    (b"@ABC", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    (b"PQRSTUVW", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    (b"`abcdefghijklmno", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
];

/// Leaf hashes, from which nodes are computed as the definition says.
struct Naive(Vec<Hash>);

impl Naive {
    fn numbered(size: u64) -> Naive {
        Naive((0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect())
    }

    fn root(&self, size: u64) -> Hash {
        root_of(&self.0[..usize::try_from(size).unwrap()])
    }
}

fn root_of(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let left = leaves.len().next_power_of_two() / 2;
            node_hash(&root_of(&leaves[..left]), &root_of(&leaves[left..]))
        }
    }
}

impl Nodes for Naive {
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        let len = 1_usize.checked_shl(level)?;
        let start = usize::try_from(index).ok()?.checked_mul(len)?;
        self.0.get(start..start.checked_add(len)?).map(root_of)
    }
}

fn hashes(texts: &[&str]) -> Vec<Hash> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn known() -> Naive {
    Naive(KNOWN.iter().map(|(leaf, _)| leaf_hash(leaf)).collect())
}

#[test]
fn roots_are_those_of_certificate_transparency() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let mut frontier = Frontier::default();
    assert_eq!(frontier.root().to_string(), empty);
    for (leaf, root) in KNOWN {
        frontier.push(leaf_hash(leaf));
        assert_eq!(frontier.root().to_string(), root);
    }
}

#[test]
fn proofs_are_those_of_certificate_transparency() {
    let nodes = known();
    let (right_leaf, right_pair, right_four) = (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    );
    let path = hashes(&[right_leaf, right_pair, right_four]);
    assert_eq!(inclusion_proof(&nodes, 0, 8), Some(path.clone()));
    assert_eq!(consistency_proof(&nodes, 1, 8), Some(path));
    assert_eq!(consistency_proof(&nodes, 8, 8), Some(vec![]));
    assert_eq!(consistency_proof(&nodes, 9, 8), None);
    assert_eq!(inclusion_proof(&nodes, 8, 8), None);
}

#[test]
fn every_proof_of_every_small_tree_agrees_with_the_oracles() {
    let nodes = Naive::numbered(40);
    let mut oracle = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    let mut roots = vec![oracle.root()];
    let mut frontier = Frontier::default();
    for size in 1..=40_u64 {
        oracle.push((size - 1).to_be_bytes().to_vec());
        roots.push(oracle.root());
        frontier.push(nodes.0[usize::try_from(size - 1).unwrap()]);
        let root = nodes.root(size);
        assert_eq!(frontier.root(), root);
        assert_eq!(oracle.root().as_bytes().as_slice(), root.0);

        for index in 0..size {
            let at = usize::try_from(index).unwrap();
            let proof = inclusion_proof(&nodes, index, size).unwrap();
            assert_eq!(flat(&proof), oracle.prove_inclusion(at).as_bytes(), "{index} in {size}");
            assert!(check_inclusion(&nodes.0[at], index, size, &proof, &root));
            let theirs = InclusionProof::<Sha256>::try_from_bytes(flat(&proof)).unwrap();
            let leaf = index.to_be_bytes().to_vec();
            assert!(oracle.root().verify_inclusion(&leaf, index, &theirs).is_ok());
        }
        for old in 1..size {
            let at = usize::try_from(old).unwrap();
            let proof = consistency_proof(&nodes, old, size).unwrap();
            let added = usize::try_from(size - old).unwrap();
            assert_eq!(flat(&proof), oracle.prove_consistency(added).as_bytes(), "{old} to {size}");
            assert!(check_consistency(old, &nodes.root(old), size, &root, &proof));
            let theirs = ConsistencyProof::<Sha256>::try_from_bytes(flat(&proof)).unwrap();
            assert!(RootHash::verify_consistency(&oracle.root(), &roots[at], &theirs).is_ok());
        }
    }
}

fn flat(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| hash.0).collect()
}

#[test]
fn an_empty_tree_is_the_beginning_of_every_tree() {
    let root = Naive::numbered(3).root(3);
    assert!(check_consistency(0, &empty_root(), 3, &root, &[]));
    assert!(check_consistency(0, &empty_root(), 0, &empty_root(), &[]));
    assert!(!check_consistency(0, &root, 3, &root, &[]));
    assert!(!check_consistency(3, &root, 0, &empty_root(), &[]));
}

#[test]
fn tiles_cover_each_level_of_the_tree() {
    let check = |size, expected: &[(u32, u64, u16)]| {
        let expected: Vec<Tile> = expected.iter().map(|&(level, index, width)| Tile { level, index, width }).collect();
        assert_eq!(tiles(size), expected, "size {size}");
    };
    check(0, &[]);
    check(1, &[(0, 0, 1)]);
    check(255, &[(0, 0, 255)]);
    check(256, &[(0, 0, 256), (1, 0, 1)]);
    check(600, &[(0, 0, 256), (0, 1, 256), (0, 2, 88), (1, 0, 2)]);
    let million = tiles(1_000_000);
    assert_eq!(million.len(), 3907 + 16 + 1);
    assert_eq!(million.last(), Some(&Tile { level: 2, index: 0, width: 15 }));
}

#[test]
fn a_full_tile_has_the_root_of_its_leaves() {
    let nodes = Naive::numbered(TILE_WIDTH);
    assert_eq!(Some(tile_root(&nodes.0)), nodes.node(8, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn proofs_hold_and_every_changed_bit_breaks_them(
        (size, index, old) in (2..1200_u64).prop_flat_map(|size| (Just(size), 0..size, 1..size)),
        bit in 0..8_u32,
        byte in any::<prop::sample::Index>(),
    ) {
        let nodes = Naive::numbered(size);
        let (root, old_root) = (nodes.root(size), nodes.root(old));
        let leaf = nodes.0[usize::try_from(index).unwrap()];
        let inclusion = inclusion_proof(&nodes, index, size).unwrap();
        let consistency = consistency_proof(&nodes, old, size).unwrap();
        prop_assert!(check_inclusion(&leaf, index, size, &inclusion, &root));
        prop_assert!(check_consistency(old, &old_root, size, &root, &consistency));

        let spoilt = spoil(&inclusion, byte, bit);
        prop_assert!(!check_inclusion(&leaf, index, size, &spoilt, &root));
        prop_assert!(!check_inclusion(&leaf, index, size, &inclusion[1..], &root));
        prop_assert!(!check_inclusion(&leaf, index, size, &[&inclusion[..], &[root]].concat(), &root));
        prop_assert!(!check_inclusion(&root, index, size, &inclusion, &root));
        let spoilt = spoil(&consistency, byte, bit);
        prop_assert!(!check_consistency(old, &old_root, size, &root, &spoilt));
        prop_assert!(!check_consistency(old, &root, size, &root, &consistency));
        prop_assert!(!check_consistency(old, &old_root, size, &old_root, &consistency));
    }

    #[test]
    fn a_frontier_taken_up_again_goes_on_the_same(size in 0..2000_u64, more in 0..50_u64) {
        let nodes = Naive::numbered(size + more);
        let (old, new) = nodes.0.split_at(usize::try_from(size).unwrap());
        let mut frontier = Frontier::default();
        for leaf in old {
            frontier.push(*leaf);
        }
        let mut resumed = Frontier::from_parts(size, frontier.hashes().to_vec()).unwrap();
        for leaf in new {
            resumed.push(*leaf);
        }
        prop_assert_eq!(resumed.size(), size + more);
        prop_assert_eq!(resumed.root(), nodes.root(size + more));
        let too_many = [frontier.hashes(), &[Hash::ZERO]].concat();
        prop_assert_eq!(Frontier::from_parts(size, too_many), None);
    }

    #[test]
    fn checking_a_made_up_proof_ends(
        index in any::<u64>(), size in any::<u64>(), proof in prop::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        let proof: Vec<Hash> = proof.into_iter().map(Hash).collect();
        prop_assert!(!check_inclusion(&Hash::ZERO, index, size, &proof, &Hash::ZERO));
        let same = index == size && proof.is_empty();
        prop_assert_eq!(check_consistency(index, &Hash::ZERO, size, &Hash::ZERO, &proof), same);
    }
}

fn spoil(proof: &[Hash], byte: prop::sample::Index, bit: u32) -> Vec<Hash> {
    let mut spoilt = proof.to_vec();
    let at = byte.index(proof.len() * 32);
    spoilt[at / 32].0[at % 32] ^= 1 << bit;
    spoilt
}
