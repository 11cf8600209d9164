package httpapi

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The forms of an answer: GraphQL's own, for those who ask for it, plain JSON, and server-sent events.
const (
	ownForm    = "application/graphql-response+json"
	plainForm  = "application/json"
	streamForm = "text/event-stream"
)

// MediaType is the form in which a request's answer is written, by its header Accept: GraphQL's own form where it is named
// and nothing is preferred to it, else plain JSON. It is false when the reader takes neither.
func MediaType(r *http.Request) (form string, acceptable bool) {
	accept := acceptOf(r)
	if strings.TrimSpace(accept) == "" {
		return plainForm, true
	}
	took := readAccept(accept)
	if took.own > 0 && took.own >= took.plain {
		return ownForm, true
	}
	return plainForm, took.plain > 0
}

// IsStream tells whether a request asks for an answer that lasts: its time is not limited, that of each event is. A client that
// takes JSON as well gets a stream where it names the stream first, or with a greater weight.
func IsStream(r *http.Request) bool {
	if r.Header.Get("Upgrade") != "" {
		return true
	}
	accept := acceptOf(r)
	return strings.Contains(accept, streamForm) && readAccept(accept).stream && (r.Method == http.MethodGet || postsJSON(r))
}

// postsJSON tells whether a request is a POST of JSON.
func postsJSON(r *http.Request) bool {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return r.Method == http.MethodPost && media == plainForm
}

func acceptOf(r *http.Request) string { return strings.Join(r.Header["Accept"], ",") }

// accepted is what a header Accept says: the weights of both forms of JSON and of a stream, and whether a stream is preferred.
type accepted struct {
	own, plain, event float64
	stream            bool
}

// readAccept reads a header Accept. Of forms with the same weight the first one is preferred.
func readAccept(accept string) (a accepted) {
	for part := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		switch weight := weightOf(params["q"]); name {
		case streamForm:
			a.event = weight
			a.stream = weight > max(a.own, a.plain)
		case ownForm:
			a.own = weight
		case plainForm, "application/*", "*/*":
			a.plain = max(a.plain, weight)
		}
		a.stream = a.stream && a.event >= max(a.own, a.plain)
	}
	return a
}

// weightOf is the weight of a form that a reader takes, from 0 to 1.
func weightOf(q string) float64 {
	weight, err := strconv.ParseFloat(q, 64)
	if err != nil {
		return 1
	}
	return weight
}
