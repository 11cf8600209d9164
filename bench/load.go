package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/valyala/fasthttp"
)

// request is one request to the API.
type request struct {
	token  string // the Authorization header; none if empty
	query  string // of the address, of a GET
	page   string // the path of a page of the site, which is asked for compressed, as browsers do
	body   []byte // of a POST
	from   string // the address of the client, as a proxy tells it; that of this machine if empty
	writes bool   // the reply must say that the input has no problem
}

// load is what the API did under one turn of load.
type load struct {
	took      time.Duration
	latencies []time.Duration
}

// rate is how many requests a second were answered.
func (l load) rate() float64 { return float64(len(l.latencies)) / l.took.Seconds() }

// percentile is the latency that a share of the requests did not exceed; the latencies must be sorted.
func (l load) percentile(share float64) time.Duration {
	if len(l.latencies) == 0 {
		return 0
	}
	return l.latencies[int(share*float64(len(l.latencies)-1))]
}

// clientOf is a client of the one server at the address.
func clientOf(url string, conns int) *fasthttp.HostClient {
	scheme, address, _ := strings.Cut(strings.TrimSuffix(url, "/graphql"), "://")
	return &fasthttp.HostClient{Addr: address, IsTLS: scheme == "https", TLSConfig: &tls.Config{InsecureSkipVerify: true}, MaxConns: conns, ReadTimeout: time.Minute}
}

// drive sends requests over the connections until the time is up, no request is left, or one fails. Without a pace, each connection sends
// its next request as soon as it has the last reply. With a pace, a request is due each time the pace has passed, and its latency counts
// from then. The client is fasthttp's, because that of net/http takes about as much processor time as the server.
func drive(ctx context.Context, url string, conns int, how, pace time.Duration, next func() (request, bool)) (load, error) {
	client := clientOf(url, conns)
	defer client.CloseIdleConnections()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var all sync.WaitGroup
	var due atomic.Int64
	found, failed := make([][]time.Duration, conns), make([]error, conns)
	began := time.Now()
	for worker := range conns {
		all.Go(func() {
			question, answer := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
			for ctx.Err() == nil && time.Since(began) < how {
				asked, more := next()
				if !more {
					return
				}
				at := time.Now()
				if pace > 0 {
					at = began.Add(time.Duration(due.Add(1)) * pace)
					time.Sleep(time.Until(at))
				}
				if failed[worker] = ask(client, url, asked, question, answer); failed[worker] != nil {
					stop()
					return
				}
				found[worker] = append(found[worker], time.Since(at))
			}
		})
	}
	all.Wait()
	l := load{took: time.Since(began), latencies: slices.Concat(found...)}
	slices.Sort(l.latencies)
	for _, err := range failed {
		if err != nil {
			return l, err
		}
	}
	return l, ctx.Err()
}

var (
	noErrors   = []byte(`{"data":{`)
	noProblems = []byte(`"userErrors":[]`)
	compressed = []byte{0x1f, 0x8b} // how gzip begins
)

// succeeded tells whether a reply has no error of any kind. The server writes errors before data, so the beginning of a reply is enough. To
// search the whole of a long reply would take a third of the client's time, and the client shares the processors with the server.
func (asked request) succeeded(status int, body []byte) bool {
	if asked.page != "" {
		return status == fasthttp.StatusOK && bytes.HasPrefix(body, compressed)
	}
	return status == fasthttp.StatusOK && bytes.HasPrefix(body, noErrors) && (!asked.writes || bytes.Contains(body, noProblems))
}

// ask sends one request. A reply with an error of any kind is an error.
func ask(client *fasthttp.HostClient, url string, asked request, question *fasthttp.Request, answer *fasthttp.Response) error {
	question.Reset()
	question.SetRequestURI(url + asked.query)
	if asked.page != "" {
		question.SetRequestURI(strings.TrimSuffix(url, "/graphql") + asked.page)
		question.Header.Set("Accept-Encoding", "gzip")
	}
	if asked.body != nil {
		question.Header.SetMethod(fasthttp.MethodPost)
		question.Header.SetContentType("application/json")
		question.SetBodyRaw(asked.body)
	}
	if asked.from != "" {
		question.Header.Set("X-Forwarded-For", asked.from)
	}
	if asked.token != "" {
		question.Header.Set("Authorization", asked.token)
	}
	if err := client.Do(question, answer); err != nil {
		return err
	}
	if !asked.succeeded(answer.StatusCode(), answer.Body()) {
		return fmt.Errorf("answered %d %.300s", answer.StatusCode(), answer.Body())
	}
	return nil
}
