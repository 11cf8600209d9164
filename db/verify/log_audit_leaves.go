package verifydb

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/tlog"

	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/trust"
)

// stretch is a part of the log with everything that is kept about it.
type stretch struct {
	leaves      map[int64]placedLeaf
	hashes      map[int64]tlog.Hash
	checkpoints map[int64]keptCheckpoint // by size
}

// keptCheckpoint is a checkpoint as the database keeps it.
type keptCheckpoint struct {
	Size int64  `db:"tree_size"`
	Root []byte `db:"root"`
	Note string `db:"note"`
}

// placedLeaf is a receipt with its place.
type placedLeaf struct {
	ConsultationKey uuid.UUID  `db:"consultation_id"`
	SubjectKey      uuid.UUID  `db:"subject_id"`
	Kind            civic.Kind `db:"kind"`
	Leaf            []byte     `db:"leaf"`
	Position        int64      `db:"position"`
}

func (l placedLeaf) subject() *civic.ID {
	id := civic.IDWithin(l.Kind, l.ConsultationKey, l.SubjectKey)
	return &id
}

// log adds the log up again from the receipts, and holds hashes and checkpoints against that. It is another way than the one
// in which the log was written.
func (a *logAudit) log(ctx context.Context) error {
	var size int64
	if err := a.tx.Get(ctx, &size, `SELECT COALESCE(max(tree_size), 0) FROM log_checkpoints`); err != nil {
		return err
	}
	var tree trust.LogTree
	for tree.Size < size {
		s, err := a.stretch(ctx, tree.Size, min(tree.Size+auditAtOnce, size))
		if err != nil {
			return err
		}
		for end := min(tree.Size+auditAtOnce, size); tree.Size < end; {
			a.leaf(&tree, s)
		}
		a.checked(len(s.leaves))
	}
	a.found.Leaves = int(size)
	for size := range a.kept {
		a.found.FindAt(trust.CheckpointLost, size, nil)
	}
	return a.beyond(ctx, size)
}

// leaf adds one leaf. Where the receipt and the kept hash differ the hash is taken, so that one lie is told once.
func (a *logAudit) leaf(tree *trust.LogTree, s stretch) {
	n := tree.Size
	at := tlog.StoredHashIndex(0, n)
	hash, kept := s.hashes[at]
	leaf, has := s.leaves[n]
	switch {
	case !has:
		a.found.FindAt(trust.LeafGone, n, nil)
	case !kept:
		hash = tlog.RecordHash(leaf.Leaf)
	case tlog.RecordHash(leaf.Leaf) != hash:
		a.found.FindAt(trust.LeafRewritten, n, leaf.subject())
	}
	for i, h := range tree.Add(hash) {
		if s.hashes[at+int64(i)] != h {
			a.found.FindAt(trust.HashRewritten, n, nil)
		}
	}
	a.checkpoint(tree, s)
}

// checkpoint holds the checkpoint of this size, where there is one, against the tree.
func (a *logAudit) checkpoint(tree *trust.LogTree, s stretch) {
	root := tree.Root()
	if outside, kept := a.kept[tree.Size]; kept && outside == root {
		delete(a.kept, tree.Size)
	}
	inside, has := s.checkpoints[tree.Size]
	if !has {
		return
	}
	a.found.Checkpoints++
	signed, err := a.tx.DB.LogKey.ReadCheckpoint(inside.Note)
	if err != nil || int64(signed.TreeSize) != tree.Size || signed.Root != root || string(inside.Root) != string(root[:]) {
		a.found.FindAt(trust.CheckpointWrong, tree.Size, nil)
	}
}

// stretch reads the leaves from one place to before another.
func (a *logAudit) stretch(ctx context.Context, from, to int64) (stretch, error) {
	s := stretch{leaves: map[int64]placedLeaf{}, hashes: map[int64]tlog.Hash{}, checkpoints: map[int64]keptCheckpoint{}}
	var leaves []placedLeaf
	if err := a.tx.List(ctx, &leaves, `SELECT r.consultation_id, r.subject_id, r.kind, r.leaf, r.position FROM receipts r
		WHERE r.position >= $1 AND r.position < $2 ORDER BY r.at`, from, to); err != nil {
		return s, err
	}
	for _, leaf := range leaves {
		s.leaves[leaf.Position] = leaf
	}
	var rows []struct {
		Position int64  `db:"position"`
		Hashes   []byte `db:"hashes"`
	}
	if err := a.tx.List(ctx, &rows, `SELECT h.position, h.hashes FROM log_hashes h WHERE h.position > $1 AND h.position < $2 ORDER BY h.position`,
		tlog.StoredHashIndex(0, from)-trustdb.HashesInRow, tlog.StoredHashIndex(0, to)); err != nil {
		return s, err
	}
	for _, row := range rows {
		for raw := range slices.Chunk(row.Hashes, tlog.HashSize) {
			s.hashes[row.Position], _ = trustdb.HashOf(raw) // one of another length is none, and is found out as that
			row.Position++
		}
	}
	var checkpoints []keptCheckpoint
	err := a.tx.List(ctx, &checkpoints, `SELECT c.tree_size, c.root, c.note FROM log_checkpoints c WHERE c.tree_size > $1 AND c.tree_size <= $2`, from, to)
	for _, c := range checkpoints {
		s.checkpoints[c.Size] = c
	}
	return s, err
}

// beyond finds receipts that claim places which the log does not have, or that another has too.
func (a *logAudit) beyond(ctx context.Context, size int64) error {
	var lost []placedLeaf
	err := a.tx.List(ctx, &lost, `SELECT r.consultation_id, r.subject_id, r.kind, r.leaf, r.position FROM receipts r
		WHERE r.position >= $1 OR r.position < 0
		   OR r.position IN (SELECT d.position FROM receipts d WHERE d.position IS NOT NULL GROUP BY d.position HAVING count(*) > 1)`, size)
	for _, leaf := range lost {
		a.found.FindAt(trust.LeafBeyond, leaf.Position, leaf.subject())
	}
	return err
}
