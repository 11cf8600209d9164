// Package verify checks receipts and checkpoints with the public key of the log. It needs no server and no database.
package verify

import (
	"io"
	"time"

	"minyi/domain/trust"
)

// Files name the files to check, as a user keeps them: JSON that GraphQL sent, a signed note, or the code of a receipt.
type Files struct {
	Checkpoint  string
	Older       []string // checkpoints from before
	Consistency []string // the proofs from Older to Checkpoint, in the same order
	Receipts    []string
	Report      []string // the parts of one exported report
}

// Check checks the files, prints each result, and returns an error if a check failed or a file cannot be read.
func Check(to io.Writer, key trust.LogVerifier, files Files) error {
	c := checker{Verdicts: Verdicts{To: to}, key: key}
	if err := c.checkpoints(files); err != nil {
		return err
	}
	if err := c.receipts(files.Receipts); err != nil {
		return err
	}
	if err := c.report(files.Report); err != nil {
		return err
	}
	return c.Err()
}

// checker checks with one key. If a checkpoint is given, every proof must fit this checkpoint.
type checker struct {
	Verdicts
	key        trust.LogVerifier
	checkpoint *trust.Checkpoint
}

// checkpoints checks the signatures of the checkpoints, and that the newer log begins with the older logs.
func (c *checker) checkpoints(files Files) error {
	if files.Checkpoint == "" {
		return nil
	}
	newer, err := c.read(files.Checkpoint)
	if err != nil || newer == nil {
		return err
	}
	c.checkpoint = newer
	for i, name := range files.Older {
		older, err := c.read(name)
		if err != nil {
			return err
		}
		proof, err := ReadEvidence(files.Consistency[i])
		if err != nil {
			return err
		}
		if older != nil {
			c.continues(*newer, *older, proof.consistency)
		}
	}
	return nil
}

// read reads the file of a checkpoint and checks its signature. It returns nil if the check fails.
func (c *checker) read(name string) (*trust.Checkpoint, error) {
	e, err := ReadEvidence(name)
	if err != nil {
		return nil, err
	}
	if e.Note == "" {
		c.Fail("%s has no checkpoint", name)
		return nil, nil
	}
	return c.signed(e.Note, e.beside, name), nil
}

// signed checks the signature of a checkpoint, the fields beside its note, and that the checkpoint does not contradict the given one.
func (c *checker) signed(note string, beside map[string]any, name string) *trust.Checkpoint {
	got, err := c.key.ReadCheckpoint(note)
	switch {
	case err != nil:
		c.Fail("checkpoint in %s: %v", name, err)
		return nil
	case !c.besideFits(got, beside):
		c.Fail("checkpoint in %s: treeSize, rootHash or verifierKey is not what was signed", name)
		return nil
	case c.checkpoint != nil && c.checkpoint.TreeSize == got.TreeSize && c.checkpoint.Root != got.Root:
		c.Fail("checkpoint in %s: the server signed two different logs of %d leaves", name, got.TreeSize)
		return nil
	case c.checkpoint == nil || c.checkpoint.TreeSize != got.TreeSize:
		c.Pass("checkpoint in %s: signed, %d leaves, root %s", name, got.TreeSize, got.RootHash())
	}
	return &got
}

// besideFits tells whether the fields beside a note say what the note says. A field that is not there says nothing.
func (c *checker) besideFits(got trust.Checkpoint, beside map[string]any) bool {
	for name, value := range map[string]any{"treeSize": float64(got.TreeSize), "rootHash": got.RootHash(), "verifierKey": got.VerifierKey} {
		if said := beside[name]; said != nil && said != value {
			return false
		}
	}
	return true
}

// continues checks that the newer log begins with the whole older log.
func (c *checker) continues(newer, older trust.Checkpoint, texts []string) {
	proof, err := trust.ParseHashes(texts)
	if err == nil {
		err = newer.Continues(older, proof)
	}
	if err != nil {
		c.Fail("the log of %d leaves is not proven to begin with that of %d: %v", newer.TreeSize, older.TreeSize, err)
		return
	}
	c.Pass("the log of %d leaves begins with all of that of %d", newer.TreeSize, older.TreeSize)
}

// receipts checks the receipts in files, and receipts given by their codes. It merges what several files say about one code.
func (c *checker) receipts(names []string) error {
	var order []string
	known := map[string]receiptEvidence{}
	for _, name := range names {
		e, err := ReadEvidence(name)
		if err != nil {
			return err
		}
		if len(e.receipts) == 0 {
			c.Fail("%s has no receipt", name)
		}
		for _, r := range e.receipts {
			before, seen := known[r.code]
			if !seen {
				order = append(order, r.code)
			}
			known[r.code] = before.merge(r)
		}
	}
	for _, code := range order {
		c.receipt(known[code])
	}
	return nil
}

// receipt checks one receipt with all the evidence there is.
func (c *checker) receipt(e receiptEvidence) {
	r, err := c.key.ReadReceipt(e.code)
	if err != nil {
		c.Fail("receipt %.12s…: not signed with the key, or changed since", e.code)
		return
	}
	c.Pass("receipt %.12s…: signed for %s, revision %d, accepted %s", e.code, r.Subject, r.Revision, r.IssuedAt.Format(time.RFC3339Nano))
	if e.content != nil {
		if r.Holds(*e.content) {
			c.Pass("  its content is what was accepted")
		} else {
			c.Fail("  its content is not what was accepted")
		}
	}
	if e.issuedAt != nil && *e.issuedAt != r.IssuedAt.Format(time.RFC3339Nano) {
		c.Fail("  its issuedAt is not the instant that was signed")
	}
	c.state(r, e)
}

// state checks what the server says about the log and the receipt.
func (c *checker) state(r trust.Receipt, e receiptEvidence) {
	placed := e.leafIndex != nil || e.proof != nil
	switch trust.ReceiptState(e.state) {
	case "":
	case trust.ReceiptIncluded:
		if e.leafIndex == nil {
			c.Fail("  the server says that its log has it, and does not prove it")
			return
		}
		c.included(r, e)
	case trust.ReceiptPending:
		if placed {
			c.Fail("  the server says that it waits for the log, and that it has a place there")
			return
		}
		c.Pass("  the server says that it waits for the log")
	case trust.ReceiptMissing:
		c.Fail("  the server says that its log does not have it, though it signed it")
	default:
		c.Fail("  its state is unknown")
	}
}

// included checks the proof that the log contains the receipt.
func (c *checker) included(r trust.Receipt, e receiptEvidence) {
	checkpoint := c.checkpoint
	if e.note != "" {
		checkpoint = c.signed(e.note, e.beside, "the receipt's answer")
	}
	if checkpoint == nil {
		c.Fail("  no checkpoint to check its proof with")
		return
	}
	proof, err := trust.ParseHashes(e.proof)
	if err == nil {
		err = checkpoint.Includes(r, *e.leafIndex, proof)
	}
	if err != nil {
		c.Fail("  not proven to be in the log of %d leaves: %v", checkpoint.TreeSize, err)
		return
	}
	c.Pass("  it is leaf %d in the log of %d leaves", *e.leafIndex, checkpoint.TreeSize)
}
