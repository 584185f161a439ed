package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A question is one line of cases.jsonl: whom to believe, a signed checkpoint, and what is said to follow from it.
type question struct {
	N         int
	Kind      string
	Key       string
	Witnesses []string
	Need      int
	Note      []byte
	Proof     []string

	Stream   string
	Seq      int64
	Salt     string
	Content  []byte
	Leaf     []byte
	Position int64

	Old []byte

	Leaves [][]byte
}

// leaf is what section 4 of docs/ledger-format.md says, in the order of its canonical writing.
type leaf struct {
	Commit   string `json:"commit"`
	Origin   string `json:"origin"`
	Prev     string `json:"prev"`
	Recorded int64  `json:"recorded"`
	Seq      int64  `json:"seq"`
	Stream   string `json:"stream"`
	V        int    `json:"v"`
}

// judgeCases prints a verdict for each question of a file.
func judgeCases(name string) {
	file := must(os.Open(name))
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			bad("%v", err)
		}
		verdict := "accept"
		if err := asked.judge(); err != nil {
			verdict = "reject"
		}
		fmt.Println(asked.N, verdict)
	}
	if err := lines.Err(); err != nil {
		bad("%v", err)
	}
}

func (asked *question) judge() error {
	tree, origin, err := asked.open(asked.Note)
	if err != nil {
		return err
	}
	switch asked.Kind {
	case "entry":
		return asked.judgeEntry(tree, origin)
	case "growth":
		old, _, err := asked.open(asked.Old)
		if err != nil {
			return err
		}
		proof, err := hashes(asked.Proof)
		if err != nil {
			return err
		}
		return tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash)
	case "log":
		return asked.judgeLog(tree)
	}
	return errors.New("unknown kind")
}

func (asked *question) judgeEntry(tree tlog.Tree, origin string) error {
	var said leaf
	if err := json.Unmarshal(asked.Leaf, &said); err != nil {
		return err
	}
	if !bytes.Equal(must(json.Marshal(said)), asked.Leaf) || said.V != 1 || said.Origin != origin {
		return errors.New("not a leaf of this log in canonical form")
	}
	if said.Stream != asked.Stream || said.Seq != asked.Seq {
		return errors.New("the leaf of another entry")
	}
	salt, err := hex.DecodeString(asked.Salt)
	if err != nil {
		return err
	}
	commit := sha256.Sum256([]byte("throughcare/v1/content\x00" + string(salt) + string(asked.Content)))
	if len(salt) != 32 || hex.EncodeToString(commit[:]) != said.Commit {
		return errors.New("not the content that the leaf commits to")
	}
	proof, err := hashes(asked.Proof)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, asked.Position, tlog.RecordHash(asked.Leaf))
}

func (asked *question) judgeLog(tree tlog.Tree) error {
	var all stored
	for n, data := range asked.Leaves {
		all = append(all, must(tlog.StoredHashes(int64(n), data, all))...)
	}
	root := must(tlog.TreeHash(int64(len(asked.Leaves)), all))
	if tree.N != int64(len(asked.Leaves)) || tree.Hash != root {
		return errors.New("not the root of these leaves")
	}
	return nil
}

// open gives the tree of a note that the log signed and enough witnesses have cosigned.
func (asked *question) open(signed []byte) (tree tlog.Tree, origin string, err error) {
	if strings.ToLower(hashOf(asked.Key)) != hashOf(asked.Key) {
		return tree, "", errors.New("hex is lower case")
	}
	verifier, err := note.NewVerifier(asked.Key)
	if err != nil {
		return tree, "", err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tree, "", err
	}
	if err := strictBase64(signed[len(opened.Text)+1:]); err != nil {
		return tree, "", err
	}
	keys, cosigned := map[string]bool{}, 0
	for _, vkey := range asked.Witnesses {
		witness, err := newWitness(vkey)
		if err != nil || keys[string(witness.key)] {
			return tree, "", errors.New("not the keys of different witnesses")
		}
		keys[string(witness.key)] = true
		if _, err := note.Open(signed, note.VerifierList(witness)); err == nil {
			cosigned++
		}
	}
	if cosigned < asked.Need {
		return tree, "", errors.New("too few witnesses")
	}
	return checkpoint(opened.Text, verifier.Name())
}

// checkpoint reads the three lines that this ledger writes: fewer liberties than tlog.ParseTree takes.
func checkpoint(text, name string) (tree tlog.Tree, origin string, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != name {
		return tree, "", errors.New("not a checkpoint of this log")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, "", err
	}
	if tree.Hash, err = tlog.ParseHash(lines[2]); err != nil {
		return tree, "", err
	}
	if tree.N < 0 || tree.N >= 1<<53 || strconv.FormatInt(tree.N, 10) != lines[1] || tree.Hash.String() != lines[2] {
		return tree, "", errors.New("not in canonical form")
	}
	return tree, lines[0], nil
}

// witness checks cosignatures (C2SP tlog-cosignature, version 1), which x/mod does not know yet.
type witness struct {
	name string
	key  ed25519.PublicKey
	hash uint32
}

func newWitness(vkey string) (*witness, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	hash, encoded, _ := strings.Cut(rest, "+")
	data, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || len(data) != 33 || data[0] != 4 {
		return nil, errors.New("not the key of a witness")
	}
	sum := sha256.Sum256([]byte(name + "\n" + string(data)))
	if hash != hex.EncodeToString(sum[:4]) {
		return nil, errors.New("not the hash of this key")
	}
	return &witness{name, data[1:], binary.BigEndian.Uint32(sum[:4])}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }
func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 72 || signature[0] > 127 {
		return false
	}
	seconds := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

// strictBase64 refuses what Go's decoder passes over and the format does not: bits that stand for nothing.
func strictBase64(lines []byte) error {
	for _, line := range strings.Split(strings.TrimSuffix(string(lines), "\n"), "\n") {
		if _, err := base64.StdEncoding.Strict().DecodeString(line[strings.LastIndex(line, " ")+1:]); err != nil {
			return err
		}
	}
	return nil
}

func hashOf(vkey string) string {
	_, rest, _ := strings.Cut(vkey, "+")
	hash, _, _ := strings.Cut(rest, "+")
	return hash
}

func hashes(encoded []string) (all []tlog.Hash, err error) {
	for _, text := range encoded {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return nil, err
		}
		all = append(all, hash)
	}
	return all, nil
}
