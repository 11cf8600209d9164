package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/valyala/fasthttp"
)

// request is one request to the API.
type request struct {
	token string // the Authorization header; none where empty
	body  []byte
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

// drive asks over so many connections, each as soon as its last answer is there, until the time is up or no request is left.
// fasthttp's client leaves the processors to what is measured: net/http's takes about as much as the server.
func drive(ctx context.Context, url string, conns int, how time.Duration, next func() (request, bool)) (load, error) {
	client := &fasthttp.HostClient{Addr: strings.TrimPrefix(strings.TrimSuffix(url, "/graphql"), "http://"), MaxConns: conns, ReadTimeout: time.Minute}
	defer client.CloseIdleConnections()
	var all sync.WaitGroup
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
				if failed[worker] = ask(client, url, asked, question, answer); failed[worker] != nil {
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
	someError  = []byte(`"errors":`)
	noProblems = []byte(`"userErrors":[]`)
	problems   = []byte(`"userErrors":`)
)

// ask sends one request; an answer with an error of any kind is one here too.
func ask(client *fasthttp.HostClient, url string, asked request, question *fasthttp.Request, answer *fasthttp.Response) error {
	question.Reset()
	question.SetRequestURI(url)
	question.Header.SetMethod(fasthttp.MethodPost)
	question.Header.SetContentType("application/json")
	if asked.token != "" {
		question.Header.Set("Authorization", asked.token)
	}
	question.SetBodyRaw(asked.body)
	if err := client.Do(question, answer); err != nil {
		return err
	}
	body := answer.Body()
	if answer.StatusCode() != fasthttp.StatusOK || bytes.Contains(body, someError) || bytes.Contains(body, problems) && !bytes.Contains(body, noProblems) {
		return fmt.Errorf("answered %d %.300s", answer.StatusCode(), body)
	}
	return nil
}
