package trust

import "golang.org/x/mod/sumdb/tlog"

// LogTree adds a log up again from its leaves, and keeps only the few hashes that the next leaf needs.
type LogTree struct {
	Size  int64
	peaks []peak // of the complete trees that make up the log, the largest first
}

// peak is the hash over a complete tree of 2 to the height leaves.
type peak struct {
	height int
	hash   tlog.Hash
}

// Add puts the hash of a leaf at the end and gives the hashes that the log keeps for it, in their order.
func (t *LogTree) Add(leaf tlog.Hash) []tlog.Hash {
	top := peak{hash: leaf}
	kept := []tlog.Hash{top.hash}
	for len(t.peaks) > 0 && t.peaks[len(t.peaks)-1].height == top.height {
		left := t.peaks[len(t.peaks)-1]
		t.peaks = t.peaks[:len(t.peaks)-1]
		top = peak{height: top.height + 1, hash: tlog.NodeHash(left.hash, top.hash)}
		kept = append(kept, top.hash)
	}
	t.peaks = append(t.peaks, top)
	t.Size++
	return kept
}

// Root is the hash over all leaves so far.
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
