package main

import (
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"minyi/domain/civic"
	"minyi/graph/httpapi"
)

// mostOperations is how many names of operations are told apart. Clients choose them, so that there may be any number.
const mostOperations = 100

// Labels of operations and codes that have no name of their own.
const (
	noOperation = "none" // nothing ran
	noRefusal   = "OK"
)

// operations count what is asked of the API. An operation goes by the name that its client gives it while there are few names, and
// else by the first field at its top, of which the contract has a bounded number.
type operations struct {
	total   *prometheus.CounterVec
	seconds *prometheus.HistogramVec
	mu      sync.RWMutex
	named   map[string]*operation
	fields  map[string]*operation
}

// operation is what is counted of one.
type operation struct {
	good    prometheus.Counter
	refused *prometheus.CounterVec // by code
	seconds prometheus.Observer
}

func newOperations() *operations {
	return &operations{
		total: counters("minyi_operations_total", "Operations by name, and by the code of the first refusal in their answers.", "operation", "code"),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "minyi_operation_seconds", Help: "How long operations took from the read request to the written answer.",
			Buckets: []float64{.00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}}, []string{"operation"}),
		named: map[string]*operation{}, fields: map[string]*operation{},
	}
}

// measured counts operations and how long they take. A stream takes as long as somebody listens: what is answered on it tells itself.
func (o *operations) measured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		if !httpapi.IsStream(r) {
			o.answered(civic.RequestOf(r.Context()))
		}
	})
}

// answered counts an operation that was just answered.
func (o *operations) answered(r *civic.Request) { o.of(r).count(r.Code, time.Since(r.Began)) }

// count counts one operation.
func (o *operation) count(code civic.Code, took time.Duration) {
	o.seconds.Observe(took.Seconds())
	if code == "" {
		o.good.Inc()
	} else {
		o.refused.WithLabelValues(string(code)).Inc()
	}
}

// of finds what is counted of a request's operation. A name is new only where its operation succeeded.
func (o *operations) of(r *civic.Request) *operation {
	o.mu.RLock()
	found, known := o.named[r.Operation]
	free := len(o.named) < mostOperations && r.Operation != "" && r.Code == ""
	if !known && !free {
		found, known = o.fields[r.Field]
	}
	o.mu.RUnlock()
	switch {
	case known:
		return found
	case free:
		return o.add(o.named, r.Operation)
	default:
		return o.add(o.fields, r.Field)
	}
}

// add begins to count an operation.
func (o *operations) add(to map[string]*operation, name string) *operation {
	label := name
	if name == "" {
		label = noOperation
	}
	made := &operation{good: o.total.WithLabelValues(label, noRefusal), seconds: o.seconds.WithLabelValues(label),
		refused: o.total.MustCurryWith(prometheus.Labels{"operation": label})}
	o.mu.Lock()
	defer o.mu.Unlock()
	to[name] = made
	return made
}
