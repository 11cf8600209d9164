package trust

import "golang.org/x/mod/sumdb/tlog"

// LogTree calculates the hashes of a log from its leaves. It keeps only the few hashes that the next leaf needs.
type LogTree struct {
	Size  int64
	peaks []peak // of the complete subtrees of the log, largest first
}

// peak is the root hash of a complete subtree with 2^height leaves.
type peak struct {
	height int
	hash   tlog.Hash
}

// Add appends the hash of a leaf. It returns the hashes that the log stores for this leaf, in their order.
func (t *LogTree) Add(leaf tlog.Hash) []tlog.Hash { return t.AddTree(0, leaf) }

// AddTree appends a complete tree with 2^height leaves, whose number must divide the number of the leaves so far. It returns the hashes that the
// log stores for the tree from its root on.
func (t *LogTree) AddTree(height int, root tlog.Hash) []tlog.Hash {
	top := peak{height: height, hash: root}
	stored := []tlog.Hash{top.hash}
	for len(t.peaks) > 0 && t.peaks[len(t.peaks)-1].height == top.height {
		left := t.peaks[len(t.peaks)-1]
		t.peaks = t.peaks[:len(t.peaks)-1]
		top = peak{height: top.height + 1, hash: tlog.NodeHash(left.hash, top.hash)}
		stored = append(stored, top.hash)
	}
	t.peaks = append(t.peaks, top)
	t.Size += 1 << height
	return stored
}

// Root returns the hash over all leaves so far.
func (t *LogTree) Root() tlog.Hash {
	if t.Size == 0 {
		empty, _ := tlog.TreeHash(0, nil) // reads nothing
		return empty
	}
	root := t.peaks[len(t.peaks)-1].hash
	for i := len(t.peaks) - 2; i >= 0; i-- {
		root = tlog.NodeHash(t.peaks[i].hash, root)
	}
	return root
}
