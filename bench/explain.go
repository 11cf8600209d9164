package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"minyi/db/plan"
)

// explain checks each workload once on a server whose statements PostgreSQL logs with their plans. It fails if a plan scans a big table
// or does not enter its index by a key. These are the plans that the server really uses, because no statement runs a second time.
func (b *bench) explain(ctx context.Context) (err error) {
	if b.server, err = startServer(b.binary, b.data, plan.Told(b.place.url, "LOG")); err != nil {
		return err
	}
	defer b.server.stop()
	all, err := b.chosen(ctx)
	if err != nil {
		return err
	}
	for _, w := range all {
		from, err := b.place.logged(0)
		if err != nil {
			return err
		}
		if err := w.check(ctx); err != nil {
			return fmt.Errorf("%s answers wrongly: %w", w.name, err)
		}
		plans, err := b.place.logged(len(from))
		if err != nil {
			return err
		}
		indexes, err := plan.Judge(string(plans))
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		fmt.Fprintf(os.Stderr, "%s uses %s\n", w.name, strings.Join(indexes, ", "))
	}
	return b.city.empty(ctx)
}

// logged reads PostgreSQL's log from an offset on.
func (p *place) logged(from int) ([]byte, error) {
	file, err := os.Open(filepath.Join(p.dir, "postgres.log"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if _, err := file.Seek(int64(from), io.SeekStart); err != nil {
		return nil, err
	}
	return io.ReadAll(file)
}
