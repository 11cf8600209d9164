package graph_test

import (
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"minyi/db/pg"
	reportdb "minyi/db/report"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/report"
	"minyi/graph/graphtest"
)

// manyComments writes comments on a consultation, every third of them answered, as if they had come through the API.
const manyComments = `
	WITH asked AS (SELECT id, draft_id FROM consultations WHERE id = $1), clauses AS (SELECT array_agg(l.id) AS ids FROM clauses l JOIN asked a ON l.draft_id = a.draft_id),
	made AS (
	  INSERT INTO comments (consultation_id, id, clause_id, author, stance, body, grams, day, revision)
	  SELECT a.id, CAST(lpad(to_hex(1700000000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 5, 15) AS uuid), c.ids[1 + n % array_length(c.ids, 1)],
	    CAST(md5((n % 50000)::text) AS uuid), (ARRAY['SUPPORT', 'OPPOSE', 'NEUTRAL'])[1 + n % 3], 'a comment ' || n, '{}', current_date, 1
	  FROM asked a, clauses c, generate_series(1, $2) n RETURNING id
	)
	INSERT INTO receipts (consultation_id, subject_id, revision, kind, salt, leaf, at) SELECT $1, id, 1, 'M', substr(sha256(id::text::bytea), 1, 16), sha256(id::text::bytea), now() FROM made`

const manyAnswers = `
	WITH answers AS (
	  INSERT INTO official_responses (consultation_id, id, outcome, reason, created_by) SELECT $1, CAST(md5('answer ' || n) AS uuid), 'NOT_ADOPTED', '{"zh": "不可行。"}', gen_random_uuid() FROM generate_series(0, 999) n
	)
	INSERT INTO answered_comments (consultation_id, comment_id, official_response_id)
	SELECT $1, id, CAST(md5('answer ' || n % 1000) AS uuid) FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM comments WHERE consultation_id = $1) m WHERE n % 3 = 0`

// BenchmarkReport publishes and exports the report of many comments. COMMENTS says how many. Run it as
//
//	COMMENTS=300000 go test ./graph -run xxx -bench BenchmarkReport -benchtime 1x
func BenchmarkReport(b *testing.B) {
	comments := 20_000
	if n, err := strconv.Atoi(os.Getenv("COMMENTS")); err == nil {
		comments = n
	}
	for b.Loop() {
		b.StopTimer()
		city := graphtest.New(b)
		asked := city.PutToPublic()
		id, _ := civic.ParseID(asked.Consultation)
		city.SQL.MustExec(manyComments, id.Key, comments)
		city.SQL.MustExec(manyAnswers, id.Key)
		city.MoveTime(asked.Consultation, afterClosing)
		rest := heapNow()
		top := watchHeap(b)
		b.StartTimer()
		begun := time.Now()
		made, err := reportdb.PublishFeedbackReport(b.Context(), city.DB, city.Publisher().Actor, report.PublishFeedbackReportInput{ConsultationID: id, UnansweredReason: new("重复。")})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(begun).Seconds(), "s/publish")
		b.ReportMetric(float64(max(top.Load(), rest)-rest)/(1<<20), "MiB/publish")
		b.ReportMetric(exportAll(b, city.DB, *made), "MiB/file")
		b.ReportMetric(float64(max(top.Load(), rest)-rest)/(1<<20), "MiB/both")
	}
}

// exportAll reads a report with its rows, into the file REPORT_FILE if that is set, and returns its size in MiB.
func exportAll(b *testing.B, db *pg.DB, made report.FeedbackReport) float64 {
	b.Helper()
	size, to := 0, io.Discard
	if name := os.Getenv("REPORT_FILE"); name != "" {
		file, err := os.Create(name)
		if err != nil {
			b.Fatal(err)
		}
		defer file.Close()
		to = file
		b.Log("its key is", trustdb.VerifierKey(db))
	}
	for part, err := range reportdb.ExportReport(b.Context(), db, made, time.Minute) {
		if err != nil {
			b.Fatal(err)
		}
		n, _ := io.WriteString(to, part)
		size += n
	}
	return float64(size) / (1 << 20)
}

// heapNow is the size in bytes of what lives in the heap.
func heapNow() uint64 {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

// watchHeap notes the largest heap until the benchmark ends, with what is not collected yet.
func watchHeap(b *testing.B) *atomic.Uint64 {
	top, done := new(atomic.Uint64), make(chan struct{})
	b.Cleanup(func() { close(done) })
	go func() {
		for ticker := time.NewTicker(10 * time.Millisecond); ; {
			select {
			case <-done:
				ticker.Stop()
				return
			case <-ticker.C:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				top.Store(max(top.Load(), m.HeapInuse))
			}
		}
	}()
	return top
}
