package metrics

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"minyi/db/pg"
)

// databaseCollector reads the backlog of the database each time Prometheus asks.
type databaseCollector struct{ db *pg.DB }

// databaseTimeout is how long the database may take to report its backlog.
const databaseTimeout = 2 * time.Second

// The numbers of the database. While the database does not answer, only databaseUp is reported.
var (
	databaseUp     = newDesc("minyi_database_up", "Whether the database answers: 1 or 0.")
	databaseTime   = newDesc("minyi_database_answer_seconds", "How long the database took to report the numbers below.")
	databaseValues = []struct {
		desc  *prometheus.Desc
		value func(pg.Backlog) float64
	}{
		{newDesc("minyi_database_bytes", "The size of the database."), func(b pg.Backlog) float64 { return float64(b.Bytes) }},
		{newDesc("minyi_tally_waiting", "Deltas that are not folded into the tallies yet; 100000 is many."), func(b pg.Backlog) float64 { return float64(b.Deltas) }},
		{newDesc("minyi_tally_lag_seconds", "How long the oldest of them has waited."), func(b pg.Backlog) float64 { return b.TallyLag().Seconds() }},
		{newDesc("minyi_receipts_waiting", "Receipts that are not in the log yet; 100000 is many."), func(b pg.Backlog) float64 { return float64(b.Receipts) }},
		{newDesc("minyi_receipts_lag_seconds", "How long the oldest of them has waited."), func(b pg.Backlog) float64 { return b.ReceiptLag().Seconds() }},
	}
)

func newDesc(name, help string) *prometheus.Desc { return prometheus.NewDesc(name, help, nil, nil) }

// Describe sends the names of the numbers.
func (databaseCollector) Describe(to chan<- *prometheus.Desc) {
	to <- databaseUp
	to <- databaseTime
	for _, v := range databaseValues {
		to <- v.desc
	}
}

// Collect reads the numbers.
func (c databaseCollector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), databaseTimeout)
	defer cancel()
	began := time.Now()
	backlog, err := c.db.Backlog(ctx)
	if err != nil {
		slog.Warn("the database does not report its backlog", "error", err)
		to <- prometheus.MustNewConstMetric(databaseUp, prometheus.GaugeValue, 0)
		return
	}
	to <- prometheus.MustNewConstMetric(databaseUp, prometheus.GaugeValue, 1)
	to <- prometheus.MustNewConstMetric(databaseTime, prometheus.GaugeValue, time.Since(began).Seconds())
	for _, v := range databaseValues {
		to <- prometheus.MustNewConstMetric(v.desc, prometheus.GaugeValue, v.value(backlog))
	}
}
