package main

import (
	"context"
	"fmt"
	"io"

	trustdb "minyi/db/trust"
)

// rotateKeyCommand gives the database of the settings a new key for receipts and checkpoints, and prints the new key and all keys before it.
func rotateKeyCommand(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer, call string) error {
	if len(args) > 0 {
		return misused{fmt.Errorf("%s rotate-key takes no arguments: it adds a key that signs receipts and the log from the next start of each server on", call)}
	}
	_, s, err := openSettings(ctx, getenv)
	if err != nil {
		return err
	}
	defer func() { _ = s.close() }()
	keys, err := trustdb.RotateKey(ctx, s.db)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "The new key is the first one. The others hold for what they have signed. Publish all, and restart every server.\n%s\n", keys.Text)
	return nil
}
