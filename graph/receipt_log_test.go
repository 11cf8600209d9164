package graph_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/trust"
	"minyi/graph/graphtest"
)

func TestConsistencyOfAnyTwoCheckpoints(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	anyone, asked := city.Anyone(), city.PutToPublic()
	if got := anyone.Must(logCheckpoint).Get("checkpoint").Raw; got != "null" {
		t.Errorf("the empty log has the checkpoint %s", got)
	}
	key, _ := trust.NewLogVerifier(trustdb.VerifierKey(city.DB))
	var checkpoints []trust.Checkpoint
	for i := range 5 {
		comments(city, asked, i+1)
		sequenced(t, city)
		c, err := key.ReadCheckpoint(anyone.Must(logCheckpoint).Get("checkpoint.note").String())
		if err != nil {
			t.Fatal(err)
		}
		checkpoints = append(checkpoints, c)
	}
	for i, newer := range checkpoints {
		for _, older := range checkpoints[:i+1] {
			var texts []string
			for _, hash := range anyone.Must(logConsistency, "from", older.TreeSize, "to", newer.TreeSize).Get("consistencyProof").Array() {
				texts = append(texts, hash.String())
			}
			proof, err := trust.ParseHashes(texts)
			if err == nil {
				err = newer.Continues(older, proof)
			}
			if err != nil {
				t.Errorf("from %d to %d: %v", older.TreeSize, newer.TreeSize, err)
			}
		}
	}
	if got := anyone.Must(logCheckpoint, "size", 3).Get("checkpoint.note").String(); got != checkpoints[1].Note {
		t.Errorf("the checkpoint of 3 is %q", got)
	}
	for _, wrong := range [][2]int{{0, 1}, {-1, 3}, {4, 3}, {1, 16}, {1, 1 << 30}} {
		if got := graphtest.Problems(anyone.Ask(logConsistency, "from", wrong[0], "to", wrong[1])); !slices.Equal(got, []string{"INVALID"}) {
			t.Errorf("%v: %v", wrong, got)
		}
	}
}

// A sequencer that dies after it has written almost everything leaves nothing of it.
func TestSequencerDies(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	comments(city, asked, 3)
	sequenced(t, city)
	comments(city, asked, 5)
	hold := city.SQL.MustBegin()
	hold.MustExec(`LOCK TABLE log_checkpoints IN SHARE MODE`) // its last statement waits for this
	died := make(chan error, 1)
	go func() { _, err := trustdb.SequenceReceipts(context.Background(), city.DB); died <- err }()
	killed := false
	for deadline := time.Now().Add(time.Minute); !killed && time.Now().Before(deadline); {
		if err := city.SQL.Get(&killed, `SELECT COALESCE(bool_or(pg_terminate_backend(pid)), false) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO log_checkpoints%'`); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-died; err == nil || !killed {
		t.Fatalf("it was not killed: %v", err)
	}
	if err := hold.Rollback(); err != nil {
		t.Fatal(err)
	}
	if audit := auditClean(t, city); audit.Leaves != 3 || audit.Pending != 5 {
		t.Errorf("after its death: %+v", audit)
	}
	sequenced(t, city)
	if audit := auditClean(t, city); audit.Leaves != 8 || audit.Pending != 0 || audit.Checkpoints != 2 {
		t.Errorf("after another went on: %+v", audit)
	}
}

// TestReceiptsInAStorm lets 16 workers write while two sequence and a third is cut off at any moment.
func TestReceiptsInAStorm(t *testing.T) {
	t.Parallel()
	s := &storm{city: graphtest.New(t)}
	s.asked = s.city.PutToPublic()
	for i := range 8 {
		s.people = append(s.people, s.city.Resident(fmt.Sprint("person ", i)).Actor)
	}
	ctx, calm := context.WithCancel(t.Context())
	var writers, sequencers sync.WaitGroup
	for worker := range 16 {
		writers.Go(func() { s.write(t, rand.New(rand.NewPCG(11, uint64(worker))), 50) })
	}
	for range 2 {
		sequencers.Go(func() {
			for ctx.Err() == nil {
				if _, err := trustdb.SequenceReceipts(t.Context(), s.city.DB); err != nil {
					t.Errorf("sequence: %v", err)
				}
			}
		})
	}
	sequencers.Go(func() {
		chance := rand.New(rand.NewPCG(3, 3))
		for ctx.Err() == nil {
			short, end := context.WithTimeout(t.Context(), time.Duration(chance.IntN(3000))*time.Microsecond)
			_, _ = trustdb.SequenceReceipts(short, s.city.DB)
			end()
		}
	})
	writers.Wait()
	calm()
	sequencers.Wait()
	sequenced(t, s.city)
	audit := auditClean(t, s.city)
	var receipts, distinct int
	if err := s.city.SQL.QueryRow(`SELECT count(*), count(DISTINCT position) FROM receipts`).Scan(&receipts, &distinct); err != nil {
		t.Fatal(err)
	}
	// what is edited to the same is no deed for the log, so that there are at least the submissions
	if receipts != audit.Leaves || distinct != receipts || audit.Pending != 0 || int64(receipts) < s.done[0].Load() || audit.Held != len(s.known) {
		t.Errorf("%d receipts at %d places, and the audit says %+v", receipts, distinct, audit)
	}
}

func TestReportStatesItsLog(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	receiptsOfAll(city) // of other consultations; they may wait
	comments(city, asked, 4)
	city.MoveTime(asked.Consultation, afterClosing)
	report := city.Publisher().Must(`mutation ($input: PublishFeedbackReportInput!) { publishFeedbackReport(input: $input) { feedbackReport { content log { treeSize rootHash } } userErrors { code } } }`,
		"input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "重复。"}).Get("publishFeedbackReport.feedbackReport")
	for _, field := range []string{"log.treeSize", "log.rootHash"} {
		if got := report.Get(field).Raw; got == "" || gjson.Get(report.Get("content").String(), field).Raw != got {
			t.Errorf("the frozen content does not have %s %s: %s", field, got, report.Get("content"))
		}
	}
	size := report.Get("log.treeSize").Int()
	signed := city.Anyone().Must(logCheckpoint, "size", size).Get("checkpoint")
	if signed.Get("rootHash").String() != report.Get("log.rootHash").String() || size != 4 {
		t.Errorf("the report says %s, and the checkpoint is %s", report.Get("log").Raw, signed.Raw)
	}
	id, _ := civic.ParseID(asked.Consultation)
	var outside int
	if err := city.SQL.Get(&outside, `SELECT count(*) FROM receipts WHERE consultation_id = $1 AND (position IS NULL OR position >= $2)`, id.Key, size); err != nil || outside != 0 {
		t.Errorf("%d of its receipts are not in the log of the report, %v", outside, err)
	}
	sequenced(t, city)
	if audit := auditClean(t, city); audit.Leaves != 11 {
		t.Errorf("the audit says %+v", audit)
	}
}

func TestReportOfAnEmptyLog(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.MoveTime(asked.Consultation, afterClosing)
	log := city.Publisher().Must(`mutation ($input: PublishFeedbackReportInput!) { publishFeedbackReport(input: $input) { feedbackReport { log { treeSize rootHash } } userErrors { code } } }`,
		"input", map[string]any{"consultationId": asked.Consultation}).Get("publishFeedbackReport.feedbackReport.log").Raw
	if want := `{"treeSize":0,"rootHash":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}`; log != want {
		t.Errorf("the report says %s, want %s", log, want)
	}
}
