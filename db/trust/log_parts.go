package trustdb

import (
	"context"
	"math/bits"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/tlog"

	"minyi/db/pg"
	"minyi/domain/report"
)

// ownLeaf is the leaf of a receipt of a consultation, with its index in the log.
type ownLeaf struct {
	Position int64  `db:"position"`
	Leaf     []byte `db:"leaf"`
}

// ownLeavesAtOnce is how many leaves are read in one step.
const ownLeavesAtOnce = 1000

// EachLogPart walks through the log of this size: the leaves of a consultation, and between them the largest complete trees that have none of
// them. The caller has the log alone, so the leaves stay as they are.
func EachLogPart(ctx context.Context, t *pg.Tx, consultation uuid.UUID, size int64, each func(report.LogPart) error) error {
	if _, err := t.Tx.ExecContext(ctx, `DECLARE own_leaves NO SCROLL CURSOR FOR
		SELECT r.position, r.leaf FROM receipts r WHERE r.consultation_id = $1 AND r.position < $2 ORDER BY r.position`, consultation, size); err != nil {
		return err
	}
	for next, more := int64(0), true; more; {
		var own []ownLeaf
		if err := t.Tx.SelectContext(ctx, &own, `FETCH 1000 FROM own_leaves`); err != nil {
			return err
		}
		if more = len(own) == ownLeavesAtOnce; !more {
			own = append(own, ownLeaf{Position: size}) // the end
		}
		if err := eachPartBefore(ctx, t, &next, own, each); err != nil {
			return err
		}
	}
	_, err := t.Tx.ExecContext(ctx, `CLOSE own_leaves`)
	return err
}

// eachPartBefore walks from a leaf of the log to the last of some leaves. A leaf without bytes is none.
func eachPartBefore(ctx context.Context, t *pg.Tx, next *int64, own []ownLeaf, each func(report.LogPart) error) error {
	var places []int64
	for at, leaves := *next, own; len(leaves) > 0; at, leaves = leaves[0].Position+1, leaves[1:] {
		for tree := range treesBetween(at, leaves[0].Position) {
			places = append(places, tree.place())
		}
	}
	known, err := hashes(ctx, t, nil)(places)
	if err != nil {
		return err
	}
	for _, leaf := range own {
		for tree := range treesBetween(*next, leaf.Position) {
			if err := each(report.LogPart{Hash: &known[0], Size: 1 << tree.height}); err != nil {
				return err
			}
			known = known[1:]
		}
		if *next = leaf.Position + 1; leaf.Leaf == nil {
			return nil
		}
		if err := each(report.LogPart{Leaf: leaf.Leaf}); err != nil {
			return err
		}
	}
	return nil
}

// completeTree is a tree of 2^height leaves of the log, the first of which has a multiple of 2^height leaves before it.
type completeTree struct {
	first  int64
	height int
}

// place is where the log stores the hash of the tree.
func (c completeTree) place() int64 { return tlog.StoredHashIndex(c.height, c.first>>c.height) }

// treesBetween lists the largest complete trees that have together the leaves from one index to before another.
func treesBetween(from, to int64) func(yield func(completeTree) bool) {
	return func(yield func(completeTree) bool) {
		for from < to {
			height := bits.Len64(uint64(to-from)) - 1
			if from > 0 {
				height = min(height, bits.TrailingZeros64(uint64(from)))
			}
			if !yield(completeTree{from, height}) {
				return
			}
			from += 1 << height
		}
	}
}
