package metrics

import (
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"minyi/domain/civic"
	"minyi/graph/httpapi"
)

// maxNames is how many names of operations have a label of their own. Clients choose the names, so that their number has no limit.
const maxNames = 100

// Labels of requests without an operation, and of operations without a refusal.
const (
	noOperation = "none" // no operation ran
	noRefusal   = "OK"
)

// Operations counts GraphQL operations. The label is the name that the client gives its operation. After maxNames names, the
// label is the first root field, because the schema has a limited number of these.
type Operations struct {
	total   *prometheus.CounterVec
	seconds *prometheus.HistogramVec
	mu      sync.RWMutex
	byName  map[string]*operation
	byField map[string]*operation
}

// operation holds the counters of one label.
type operation struct {
	succeeded prometheus.Counter
	refused   *prometheus.CounterVec // by code
	seconds   prometheus.Observer
}

func newOperations() *Operations {
	return &Operations{
		total: newCounters("minyi_operations_total", "Operations by name, and by the code of the first refusal in their answers.", "operation", "code"),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "minyi_operation_seconds", Help: "How long operations took from the read request to the written answer.",
			Buckets: []float64{.00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}}, []string{"operation"}),
		byName: map[string]*operation{}, byField: map[string]*operation{},
	}
}

// Handler counts operations and measures how long they take. It does not count streams: a stream lasts as long as its client
// listens, and each operation on it calls Count itself.
func (o *Operations) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		if !httpapi.IsStream(r) {
			o.Count(civic.RequestOf(r.Context()))
		}
	})
}

// Count counts an operation that has just ended.
func (o *Operations) Count(r *civic.Request) { o.countersOf(r).count(r.Code, time.Since(r.Began)) }

// count counts one operation.
func (o *operation) count(code civic.Code, took time.Duration) {
	o.seconds.Observe(took.Seconds())
	if code == "" {
		o.succeeded.Inc()
	} else {
		o.refused.WithLabelValues(string(code)).Inc()
	}
}

// countersOf finds the counters for a request. An operation that failed gets no new label.
func (o *Operations) countersOf(r *civic.Request) *operation {
	o.mu.RLock()
	counters, known := o.byName[r.Operation]
	useName := len(o.byName) < maxNames && r.Operation != "" && r.Code == ""
	if !known && !useName {
		counters, known = o.byField[r.Field]
	}
	o.mu.RUnlock()
	switch {
	case known:
		return counters
	case useName:
		return o.add(o.byName, r.Operation)
	default:
		return o.add(o.byField, r.Field)
	}
}

// add creates the counters of a label.
func (o *Operations) add(to map[string]*operation, name string) *operation {
	label := name
	if name == "" {
		label = noOperation
	}
	counters := &operation{succeeded: o.total.WithLabelValues(label, noRefusal), seconds: o.seconds.WithLabelValues(label),
		refused: o.total.MustCurryWith(prometheus.Labels{"operation": label})}
	o.mu.Lock()
	defer o.mu.Unlock()
	to[name] = counters
	return counters
}
