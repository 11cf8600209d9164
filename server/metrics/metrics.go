// Package metrics counts what the server does and reports it to Prometheus.
package metrics

import (
	"context"
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"minyi/db/pg"
	"minyi/graph/httpapi"
	"minyi/graph/live"
	"minyi/server/reply"
)

// Metrics is the registry that Prometheus reads. The usual counters exist from the start, so that a request does not create them.
type Metrics struct {
	*prometheus.Registry
	Operations *Operations
	InFlight   prometheus.Gauge // requests
	replies    *prometheus.CounterVec
	byStatus   map[int]prometheus.Counter // the usual counters of replies
	taken      *prometheus.CounterVec
	failures   *prometheus.CounterVec
}

// New makes the metrics of the program; all counters are 0.
func New() *Metrics {
	m := &Metrics{Registry: prometheus.NewRegistry(), Operations: newOperations(), byStatus: map[int]prometheus.Counter{},
		InFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "minyi_http_requests_in_flight", Help: "Requests that are being answered, streams among them."}),
		replies:  newCounters("minyi_http_answers_total", "Answers by HTTP status; cut where they broke off.", "status"),
		taken:    newCounters("minyi_background_taken_total", "Rows that this process handled in the background, by task.", "task"),
		failures: newCounters("minyi_background_failures_total", "Runs of a background task that failed in this process.", "task"),
	}
	m.MustRegister(m.Operations.total, m.Operations.seconds, m.InFlight, m.replies, m.taken, m.failures,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, status := range []int{http.StatusOK, http.StatusNoContent, http.StatusNotModified} {
		m.prepareStatus(status)
	}
	for _, status := range reply.Statuses {
		m.prepareStatus(status)
	}
	return m
}

func newCounters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

// prepareStatus creates the counter of replies with a status.
func (m *Metrics) prepareStatus(status int) {
	m.byStatus[status] = m.replies.WithLabelValues(strconv.Itoa(status))
}

// CountReply counts a reply. A reply that was cut off counts as "cut", because its status promised a whole reply.
func (m *Metrics) CountReply(status int, complete bool) {
	counter, usual := m.byStatus[status]
	switch {
	case !complete:
		m.replies.WithLabelValues("cut").Inc()
	case usual:
		counter.Inc()
	default:
		m.replies.WithLabelValues(strconv.Itoa(status)).Inc()
	}
}

// gauge adds a number that is read when Prometheus asks.
func (m *Metrics) gauge(name, help string, read func() float64) {
	m.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read))
}

// counter adds a number that only grows. It is read when Prometheus asks.
func (m *Metrics) counter(name, help string, read func() float64) {
	m.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, read))
}

// WatchStreams adds the numbers of open streams and of subscriptions.
func (m *Metrics) WatchStreams(open func() int, hub *live.Hub) {
	m.gauge("minyi_streams", "Connections that follow subscriptions.", func() float64 { return float64(open()) })
	m.gauge("minyi_subscriptions", "Subscriptions on them.", func() float64 { return float64(hub.Subscriptions()) })
}

// WatchDatabase adds the numbers of the database and of the connections to it.
func (m *Metrics) WatchDatabase(db *pg.DB) {
	m.gauge("minyi_pool_connections_max", "The most connections to the database.", func() float64 { return float64(db.PoolStats().MaxOpenConnections) })
	m.gauge("minyi_pool_connections_open", "Connections to the database.", func() float64 { return float64(db.PoolStats().OpenConnections) })
	m.gauge("minyi_pool_connections_in_use", "Connections to the database that are in use.", func() float64 { return float64(db.PoolStats().InUse) })
	m.counter("minyi_pool_waits_total", "How often something waited for a connection.", func() float64 { return float64(db.PoolStats().WaitCount) })
	m.counter("minyi_pool_wait_seconds_total", "The sum of all waits for a connection.", func() float64 { return db.PoolStats().WaitDuration.Seconds() })
	m.MustRegister(databaseCollector{db})
}

// WatchCache adds the numbers of the cache of anonymous replies.
func (m *Metrics) WatchCache(answers *httpapi.AnswerCache) {
	m.counter("minyi_answer_cache_hits_total", "Anonymous reads that the cache answered.", func() float64 { return float64(answers.Stats().Hits) })
	m.counter("minyi_answer_cache_runs_total", "Anonymous reads that were run.", func() float64 { return float64(answers.Stats().Runs) })
	m.gauge("minyi_answer_cache_answers", "Answers in the cache.", func() float64 { return float64(answers.Stats().Kept) })
	m.gauge("minyi_answer_cache_bytes", "The memory of the answers in the cache.", func() float64 { return float64(answers.Stats().Bytes) })
}

// CountTask wraps a background task. It counts the rows that the task handled and the runs that failed.
func (m *Metrics) CountTask(name string, run func(context.Context) (int, error)) func(context.Context) (int, error) {
	taken, failures := m.taken.WithLabelValues(name), m.failures.WithLabelValues(name)
	return func(ctx context.Context) (int, error) {
		n, err := run(ctx)
		taken.Add(float64(n))
		if err != nil && ctx.Err() == nil {
			failures.Inc()
		}
		return n, err
	}
}
