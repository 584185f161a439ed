// Verify-go checks an exported folder of tiles (checkpoint, key.pub, tile/…) with the Go project's own code for
// transparency logs, knowing of this ledger only what docs/ledger-format.md says.
//
//	apt-get install golang-go golang-golang-x-mod-dev
//	GO111MODULE=off GOPATH=/usr/share/gocode go build
//	./verify-go FOLDER
//	./verify-go -cases FILE
//
// With -cases it prints a verdict for each question of a file that asks many: see crates/ledger/examples/mutants.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == "-cases" {
		judgeCases(os.Args[2])
		return
	}
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: verify-go FOLDER | verify-go -cases FILE")
		os.Exit(2)
	}
	size, root := signedTree()
	var hashes stored
	var count int64
	for _, tile := range tiles(size) {
		if tile.L == 0 {
			for _, leaf := range leaves(path(tile, "entries"), tile.W) {
				hashes = append(hashes, must(tlog.StoredHashes(count, leaf, hashes))...)
				count++
			}
		}
	}
	// Tiles before the root, because the tile that differs tells where the damage is.
	for _, tile := range tiles(size) {
		name := path(tile, strconv.Itoa(tile.L))
		if !bytes.Equal(read(name), must(tlog.ReadTileData(tile, hashes))) {
			bad("%s does not hold the hashes of the leaves", name)
		}
	}
	if computed := must(tlog.TreeHash(size, hashes)); computed != root {
		bad("the leaves have the root %s, the checkpoint says %s", computed, root)
	}
	fmt.Printf("ok\nsize %d\nroot %s\n", size, root)
}

// signedTree reads size and root from the checkpoint, if the key signed it.
func signedTree() (int64, tlog.Hash) {
	verifier := must(note.NewVerifier(strings.TrimSpace(string(read("key.pub")))))
	signed := must(note.Open(read("checkpoint"), note.VerifierList(verifier)))
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 {
		bad("the checkpoint is not three lines")
	}
	return must(strconv.ParseInt(lines[1], 10, 64)), must(tlog.ParseHash(lines[2]))
}

// tiles lists every tile of a tree of that size; tlog.NewTiles would list narrower partial ones too.
func tiles(size int64) (all []tlog.Tile) {
	for level := 0; size > 0; level, size = level+1, size>>8 {
		for n := int64(0); n<<8 < size; n++ {
			width := 256
			if size-n<<8 < 256 {
				width = int(size - n<<8)
			}
			all = append(all, tlog.Tile{H: 8, L: level, N: n, W: width})
		}
	}
	return all
}

// leaves reads a bundle: each leaf is preceded by its length in two bytes.
func leaves(name string, count int) [][]byte {
	var all [][]byte
	for data := read(name); len(data) > 0; {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			bad("%s ends within a leaf", name)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		all, data = append(all, data[2:end]), data[end:]
	}
	if len(all) != count {
		bad("%s holds %d leaves, not %d", name, len(all), count)
	}
	return all
}

// path is where a tile stands: tlog puts the tile's height before its level, the published layout does not.
func path(tile tlog.Tile, level string) string {
	return "tile/" + level + "/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/%d/", tile.H, tile.L))
}

// stored holds the roots of all complete subtrees, in the order in which tlog numbers them.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, index := range indexes {
		found = append(found, s[index])
	}
	return found, nil
}

func read(name string) []byte {
	return must(os.ReadFile(filepath.Join(os.Args[1], name)))
}

func must[T any](value T, err error) T {
	if err != nil {
		bad("%v", err)
	}
	return value
}

func bad(format string, values ...any) {
	fmt.Printf("BAD: "+format+"\n", values...)
	os.Exit(1)
}
