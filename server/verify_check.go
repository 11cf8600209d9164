package main

import (
	"time"

	"minyi/domain/trust"
)

// checker checks with one key, and holds every proof against the checkpoint that was given where one was.
type checker struct {
	verdicts
	key        trust.LogVerifier
	checkpoint *trust.Checkpoint
}

// checkpoints checks the signatures of checkpoints, and that the newer log begins with the older ones.
func (c *checker) checkpoints(a verifyArgs) error {
	if a.checkpoint == "" {
		return nil
	}
	newer, err := c.read(a.checkpoint)
	if err != nil || newer == nil {
		return err
	}
	c.checkpoint = newer
	for i, name := range a.older {
		older, err := c.read(name)
		if err != nil {
			return err
		}
		proof, err := readEvidence(a.consistency[i])
		if err != nil {
			return err
		}
		if older != nil {
			c.continues(*newer, *older, proof.consistency)
		}
	}
	return nil
}

// read reads a checkpoint's file and checks its signature; nil where that fails.
func (c *checker) read(name string) (*trust.Checkpoint, error) {
	e, err := readEvidence(name)
	if err != nil {
		return nil, err
	}
	if e.note == "" {
		c.deny("%s has no checkpoint", name)
		return nil, nil
	}
	return c.signed(e.note, name), nil
}

// signed checks a checkpoint's signature, and that it does not contradict the one that was given.
func (c *checker) signed(note, name string) *trust.Checkpoint {
	got, err := c.key.ReadCheckpoint(note)
	switch {
	case err != nil:
		c.deny("checkpoint in %s: %v", name, err)
		return nil
	case c.checkpoint != nil && c.checkpoint.TreeSize == got.TreeSize && c.checkpoint.Root != got.Root:
		c.deny("checkpoint in %s: the server signed two different logs of %d leaves", name, got.TreeSize)
		return nil
	case c.checkpoint == nil || c.checkpoint.TreeSize != got.TreeSize:
		c.say("checkpoint in %s: signed, %d leaves, root %s", name, got.TreeSize, got.RootHash())
	}
	return &got
}

// continues checks that the newer log begins with all of the older.
func (c *checker) continues(newer, older trust.Checkpoint, texts []string) {
	proof, err := trust.ParseHashes(texts)
	if err == nil {
		err = newer.Continues(older, proof)
	}
	if err != nil {
		c.deny("the log of %d leaves is not shown to begin with that of %d: %v", newer.TreeSize, older.TreeSize, err)
		return
	}
	c.say("the log of %d leaves begins with all of that of %d", newer.TreeSize, older.TreeSize)
}

// receipts checks codes, alone and in files. What several files say of one code is put together.
func (c *checker) receipts(names []string) error {
	var order []string
	known := map[string]receiptEvidence{}
	for _, name := range names {
		e, err := readEvidence(name)
		if err != nil {
			return err
		}
		if len(e.receipts) == 0 {
			c.deny("%s has no receipt", name)
		}
		for _, r := range e.receipts {
			before, had := known[r.code]
			if !had {
				order = append(order, r.code)
			}
			known[r.code] = before.with(r)
		}
	}
	for _, code := range order {
		c.receipt(known[code])
	}
	return nil
}

// receipt checks one receipt as far as the evidence goes.
func (c *checker) receipt(e receiptEvidence) {
	r, err := c.key.ReadReceipt(e.code)
	if err != nil {
		c.deny("receipt %.12s…: not signed with the key, or changed since", e.code)
		return
	}
	c.say("receipt %.12s…: signed for %s, revision %d, accepted %s", e.code, r.Subject, r.Revision, r.IssuedAt.Format(time.RFC3339Nano))
	if e.content != nil {
		if r.Holds(*e.content) {
			c.say("  its content is what was accepted")
		} else {
			c.deny("  its content is not what was accepted")
		}
	}
	if e.state == string(trust.ReceiptMissing) {
		c.deny("  the server says that its log does not have it, though it signed it")
	}
	if e.leafIndex != nil {
		c.included(r, e)
	}
}

// included checks the proof that the log has the leaf.
func (c *checker) included(r trust.Receipt, e receiptEvidence) {
	in := c.checkpoint
	if e.note != "" {
		in = c.signed(e.note, "the receipt's answer")
	}
	if in == nil {
		c.deny("  no checkpoint to hold its proof against")
		return
	}
	proof, err := trust.ParseHashes(e.proof)
	if err == nil {
		err = in.Includes(r, *e.leafIndex, proof)
	}
	if err != nil {
		c.deny("  not shown to stand in the log of %d leaves: %v", in.TreeSize, err)
		return
	}
	c.say("  it is leaf %d in the log of %d leaves", *e.leafIndex, in.TreeSize)
}
