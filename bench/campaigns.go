package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"

	analysedb "minyi/db/analyse"
	"minyi/domain/analyse"
)

// copiesOfHundred is how many of a hundred comments are near-copies of one of seven letters.
const copiesOfHundred = 94

// campaigns plants campaigns among made-up comments, lets the background find them, and prints precision and recall over all pairs of comments, the time
// and the memory.
func campaigns(ctx context.Context, p *place, comments int) error {
	if err := p.renew(ctx); err != nil {
		return err
	}
	b, err := newBuilder(ctx, &city{place: p, Size: size{Consultations: 3, Open: 2}})
	if err != nil {
		return err
	}
	defer b.db.Close()
	if err := b.found(); err != nil {
		return err
	}
	keys, planted, err := b.plant(comments)
	if err != nil {
		return err
	}
	began, used, mine := time.Now(), p.busy(), busyMyself()
	if err := b.group(comments); err != nil {
		return err
	}
	took := time.Since(began)
	each := func(d time.Duration) time.Duration { return (d / time.Duration(comments)).Round(100 * time.Nanosecond) }
	precision, recall, groups, err := b.score(keys, planted)
	if err != nil {
		return err
	}
	var bytes int64
	if err := p.sql.GetContext(ctx, &bytes, `SELECT pg_total_relation_size('comment_bands') + pg_total_relation_size('comment_sketches') + pg_total_relation_size('grouped_comments') + pg_total_relation_size('campaigns')`); err != nil {
		return err
	}
	fmt.Printf("%d comments, %d%% of them near-copies of seven letters: precision %.5f, recall %.5f of pairs, %d campaigns found\n", comments, copiesOfHundred, precision, recall, groups)
	fmt.Printf("time %v; for a comment %v, of which %v of processor here and %v in PostgreSQL\n", took.Round(time.Millisecond), each(took), each(busyMyself()-mine), each(p.busy()-used))
	fmt.Printf("memory of this process at most %s; tables and indexes %d MiB\n", highWater(), bytes>>20)
	return nil
}

// plant copies made-up comments into the third consultation, and notes all of them as changed. Each person writes one.
func (b *builder) plant(comments int) (keys map[uuid.UUID]int, planted []int, err error) {
	keys = make(map[uuid.UUID]int, comments)
	err = b.copied(`comments (consultation_id, id, author, stance, body, grams, day, created_at, revision)`, func(write func(...any) error) error {
		for made := range analyse.Planted(1, comments, copiesOfHundred) {
			key, at := uuid.Must(uuid.NewV7()), b.moment(len(planted), comments)
			keys[key], planted = len(planted), append(planted, made.Campaign)
			if err := write(b.Written, key, uuid.New(), stances[len(planted)%4], made.Text, "{}", at.Format(time.DateOnly), at, 1); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = b.place.exec(b.ctx, `INSERT INTO changed_comments (consultation_id, comment_id) SELECT consultation_id, id FROM comments`, `VACUUM (ANALYZE) comments`, `VACUUM (ANALYZE) changed_comments`)
	}
	return keys, planted, err
}

// group runs the background until nothing waits.
func (b *builder) group(comments int) error {
	for done, began := 0, time.Now(); ; {
		n, err := analysedb.GroupComments(b.ctx, b.db)
		if err != nil || n == 0 {
			return err
		}
		if done += n; done%100_000 == 0 {
			fmt.Fprintf(os.Stderr, "%d of %d after %v\n", done, comments, time.Since(began).Round(time.Second))
		}
	}
}

// score compares the groups with what was planted, over all pairs of comments.
func (b *builder) score(keys map[uuid.UUID]int, planted []int) (precision, recall float64, groups int, err error) {
	var rows []struct {
		Comment  uuid.UUID `db:"comment_id"`
		Campaign uuid.UUID `db:"campaign_id"`
	}
	if err := b.place.sql.SelectContext(b.ctx, &rows, `SELECT comment_id, campaign_id FROM grouped_comments WHERE campaign_id IS NOT NULL`); err != nil {
		return 0, 0, 0, err
	}
	type cell struct {
		planted int
		found   uuid.UUID
	}
	both, found, wanted := map[cell]float64{}, map[uuid.UUID]float64{}, map[int]float64{}
	for _, row := range rows {
		found[row.Campaign]++
		if at := planted[keys[row.Comment]]; at > 0 {
			both[cell{at, row.Campaign}]++
		}
	}
	for _, at := range planted {
		if at > 0 {
			wanted[at]++
		}
	}
	right := pairs(both)
	return right / pairs(found), right / pairs(wanted), len(found), nil
}

// pairs counts the pairs within groups of these sizes.
func pairs[K comparable](sizes map[K]float64) (all float64) {
	for _, n := range sizes {
		all += n * (n - 1) / 2
	}
	return all
}

// busyMyself is the processor time of this process.
func busyMyself() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// highWater is the most memory that this process has held, as Linux tells it.
func highWater() string {
	text, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(text)) {
		if size, is := strings.CutPrefix(line, "VmHWM:"); is {
			return strings.TrimSpace(size)
		}
	}
	return "unknown"
}

// runCampaigns opens a database of its own.
func runCampaigns(ctx context.Context, o options) error {
	p, err := openPlace(ctx, filepath.Join(o.data, "campaigns"))
	if err != nil {
		return err
	}
	defer p.close()
	return campaigns(ctx, p, o.comments)
}
