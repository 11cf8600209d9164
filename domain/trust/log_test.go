package trust

import (
	"fmt"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// growLog makes a log of that many leaves with the tlog library. It returns the log's hashes and its checkpoint of every size.
// It also checks that LogTree calculates the same hashes.
func growLog(t *testing.T, key LogKey, size int) (tlog.HashReader, []Checkpoint) {
	t.Helper()
	var kept []tlog.Hash
	reader := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(at))
		for i, position := range at {
			found[i] = kept[position]
		}
		return found, nil
	})
	var tree LogTree
	var checkpoints []Checkpoint
	for n := range size {
		leaf := fmt.Appendf(nil, "leaf %d", n)
		fresh, err := tlog.StoredHashes(int64(n), leaf, reader)
		if err != nil {
			t.Fatal(err)
		}
		if again := tree.Add(tlog.RecordHash(leaf)); !slices.Equal(again, fresh) {
			t.Fatalf("leaf %d leaves other hashes than the library's", n)
		}
		kept = append(kept, fresh...)
		root, err := tlog.TreeHash(int64(n+1), reader)
		if err != nil || root != tree.Root() {
			t.Fatalf("the root of %d is %s and not the library's %s, %v", n+1, tree.Root(), root, err)
		}
		c, err := key.SignCheckpoint(int64(n+1), root)
		if err != nil {
			t.Fatal(err)
		}
		checkpoints = append(checkpoints, c)
	}
	return reader, checkpoints
}

func TestAnyTwoCheckpointsAgree(t *testing.T) {
	t.Parallel()
	reader, checkpoints := growLog(t, testKey(t, "a secret"), 40)
	for _, newer := range checkpoints {
		for _, older := range checkpoints[:newer.TreeSize] {
			proof, err := tlog.ProveTree(int64(newer.TreeSize), int64(older.TreeSize), reader)
			if err == nil {
				proof, err = ParseHashes(HashTexts(proof))
			}
			if err == nil {
				err = newer.Continues(older, proof)
			}
			if err != nil {
				t.Fatalf("%d after %d: %v", newer.TreeSize, older.TreeSize, err)
			}
			older.Root[0] ^= 1
			if newer.Continues(older, proof) == nil {
				t.Fatalf("%d continues another log of %d", newer.TreeSize, older.TreeSize)
			}
		}
	}
}

func TestCheckpointIsSigned(t *testing.T) {
	t.Parallel()
	key := testKey(t, "a secret")
	_, checkpoints := growLog(t, key, 3)
	c := checkpoints[2]
	got, err := key.ReadCheckpoint(c.Note)
	if err != nil || got != c {
		t.Fatalf("read back %+v, %v; want %+v", got, err, c)
	}
	for i := range c.Note {
		changed := []byte(c.Note)
		changed[i] ^= 1
		if _, err := key.ReadCheckpoint(string(changed)); err == nil {
			t.Errorf("with byte %d changed it is still signed: %q", i, changed)
		}
	}
	if _, err := testKey(t, "another secret").ReadCheckpoint(c.Note); err == nil {
		t.Error("another key checks it")
	}
	if again := testKey(t, "a secret"); again.Text != key.Text {
		t.Error("the key changes with every start")
	}
}

func TestEmptyTree(t *testing.T) {
	t.Parallel()
	want, _ := tlog.TreeHash(0, nil)
	if got := (&LogTree{}).Root(); got != want {
		t.Errorf("the empty root is %s", got)
	}
}
