package main

import (
	"context"
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"minyi/graph/httpapi"
)

// metrics are what the program tells Prometheus. All that a request counts is there before it comes.
type metrics struct {
	*prometheus.Registry
	operations *operations
	inFlight   prometheus.Gauge
	answers    *prometheus.CounterVec
	usual      map[int]prometheus.Counter // of the answers, by status
	taken      *prometheus.CounterVec
	failures   *prometheus.CounterVec
}

// newMetrics begins to count.
func newMetrics() *metrics {
	m := &metrics{Registry: prometheus.NewRegistry(), operations: newOperations(), usual: map[int]prometheus.Counter{},
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "minyi_http_requests_in_flight", Help: "Requests that are being answered, streams among them."}),
		answers:  counters("minyi_http_answers_total", "Answers by HTTP status; cut where they broke off.", "status"),
		taken:    counters("minyi_background_taken_total", "What this process took from what waits, by task.", "task"),
		failures: counters("minyi_background_failures_total", "Turns of a task that failed in this process.", "task"),
	}
	m.MustRegister(m.operations.total, m.operations.seconds, m.inFlight, m.answers, m.taken, m.failures,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, status := range []int{http.StatusOK, http.StatusNoContent, http.StatusNotModified} {
		m.expect(status)
	}
	for _, status := range statuses {
		m.expect(status)
	}
	return m
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

// expect prepares the counter of answers of a status.
func (m *metrics) expect(status int) {
	m.usual[status] = m.answers.WithLabelValues(strconv.Itoa(status))
}

// answered counts an answer, one that broke off apart from the others: its status promised more.
func (m *metrics) answered(e *exchange) {
	counter, usual := m.usual[e.status]
	switch {
	case !e.whole:
		m.answers.WithLabelValues("cut").Inc()
	case usual:
		counter.Inc()
	default:
		m.answers.WithLabelValues(strconv.Itoa(e.status)).Inc()
	}
}

// gauge adds a number that is read when Prometheus asks.
func (m *metrics) gauge(name, help string, read func() float64) {
	m.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read))
}

// counter adds a number that only grows and is read when Prometheus asks.
func (m *metrics) counter(name, help string, read func() float64) {
	m.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, read))
}

// watch adds what the database, its connections and the subscriptions tell.
func (m *metrics) watch(s *store, live *streams) {
	m.gauge("minyi_streams", "Connections that follow subscriptions.", func() float64 { return float64(len(live.places)) })
	m.gauge("minyi_subscriptions", "Subscriptions on them.", func() float64 { return float64(live.hub.Subscriptions()) })
	m.gauge("minyi_pool_connections_max", "The most connections to the database.", func() float64 { return float64(s.db.PoolStats().MaxOpenConnections) })
	m.gauge("minyi_pool_connections_open", "Connections to the database.", func() float64 { return float64(s.db.PoolStats().OpenConnections) })
	m.gauge("minyi_pool_connections_in_use", "Connections to the database that something runs on.", func() float64 { return float64(s.db.PoolStats().InUse) })
	m.counter("minyi_pool_waits_total", "How often something waited for a connection.", func() float64 { return float64(s.db.PoolStats().WaitCount) })
	m.counter("minyi_pool_wait_seconds_total", "How long all that waited for a connection did.", func() float64 { return s.db.PoolStats().WaitDuration.Seconds() })
	m.MustRegister(backlogCollector{s.db})
}

// keeping adds what the cache of answers tells.
func (m *metrics) keeping(answers *httpapi.AnswerCache) {
	m.counter("minyi_answer_cache_hits_total", "Anonymous reads whose answer was there, or about to be.", func() float64 { return float64(answers.Stats().Hits) })
	m.counter("minyi_answer_cache_runs_total", "Anonymous reads that were run.", func() float64 { return float64(answers.Stats().Runs) })
	m.gauge("minyi_answer_cache_answers", "Answers that are kept.", func() float64 { return float64(answers.Stats().Kept) })
	m.gauge("minyi_answer_cache_bytes", "The memory of the answers that are kept.", func() float64 { return float64(answers.Stats().Bytes) })
}

// counted counts what a background task takes and how often it fails.
func (m *metrics) counted(task string, do func(context.Context) (int, error)) func(context.Context) (int, error) {
	taken, failures := m.taken.WithLabelValues(task), m.failures.WithLabelValues(task)
	return func(ctx context.Context) (int, error) {
		took, err := do(ctx)
		taken.Add(float64(took))
		if err != nil && ctx.Err() == nil {
			failures.Inc()
		}
		return took, err
	}
}
