package httpapi

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The forms of an answer: GraphQL's own, for those who ask for it, and plain JSON.
const (
	ownForm   = "application/graphql-response+json"
	plainForm = "application/json"
)

// MediaType is the form in which a request's answer is written, by its header Accept: GraphQL's own form where it is named
// and nothing is preferred to it, else plain JSON. It is false when the reader takes neither.
func MediaType(r *http.Request) (form string, acceptable bool) {
	accept := strings.Join(r.Header.Values("Accept"), ",")
	if strings.TrimSpace(accept) == "" {
		return plainForm, true
	}
	var own, plain float64
	for part := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		switch weight := weightOf(params["q"]); name {
		case ownForm:
			own = weight
		case plainForm, "application/*", "*/*":
			plain = max(plain, weight)
		}
	}
	if own > 0 && own >= plain {
		return ownForm, true
	}
	return plainForm, plain > 0
}

// weightOf is the weight of a form that a reader takes, from 0 to 1.
func weightOf(q string) float64 {
	weight, err := strconv.ParseFloat(q, 64)
	if err != nil {
		return 1
	}
	return weight
}
