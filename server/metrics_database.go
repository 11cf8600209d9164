package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"minyi/db/pg"
)

// backlogCollector asks the database, when Prometheus asks us, whether it answers and what waits in it.
type backlogCollector struct{ db *pg.DB }

// What the database tells. While it does not answer, the first number alone is there.
var (
	databaseUp     = described("minyi_database_up", "Whether the database answers: 1 or 0.")
	databaseAnswer = described("minyi_database_answer_seconds", "How long the database took to tell what follows.")
	databaseSays   = []struct {
		what  *prometheus.Desc
		value func(pg.Backlog) float64
	}{
		{described("minyi_database_bytes", "The size of the database."), func(b pg.Backlog) float64 { return float64(b.Bytes) }},
		{described("minyi_tally_waiting", "Deltas that are not folded into the tallies yet; 100000 is many."), func(b pg.Backlog) float64 { return float64(b.Deltas) }},
		{described("minyi_tally_lag_seconds", "How long the oldest of them has waited."), func(b pg.Backlog) float64 { return b.TallyLag().Seconds() }},
		{described("minyi_receipts_waiting", "Receipts without a place in the log; 100000 is many."), func(b pg.Backlog) float64 { return float64(b.Receipts) }},
		{described("minyi_receipts_lag_seconds", "How long the oldest of them has waited."), func(b pg.Backlog) float64 { return b.ReceiptLag().Seconds() }},
	}
)

func described(name, help string) *prometheus.Desc { return prometheus.NewDesc(name, help, nil, nil) }

// Describe names the numbers.
func (backlogCollector) Describe(to chan<- *prometheus.Desc) {
	to <- databaseUp
	to <- databaseAnswer
	for _, said := range databaseSays {
		to <- said.what
	}
}

// Collect asks.
func (c backlogCollector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), timeToAnswer)
	defer cancel()
	began := time.Now()
	backlog, err := c.db.Backlog(ctx)
	if err != nil {
		slog.Warn("the database does not tell what waits in it", "error", err)
		to <- prometheus.MustNewConstMetric(databaseUp, prometheus.GaugeValue, 0)
		return
	}
	to <- prometheus.MustNewConstMetric(databaseUp, prometheus.GaugeValue, 1)
	to <- prometheus.MustNewConstMetric(databaseAnswer, prometheus.GaugeValue, time.Since(began).Seconds())
	for _, said := range databaseSays {
		to <- prometheus.MustNewConstMetric(said.what, prometheus.GaugeValue, said.value(backlog))
	}
}
