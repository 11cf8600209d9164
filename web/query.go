package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"minyi/domain/civic"
)

// query is what a page asks for one reader.
type query struct {
	site   *Site
	locale civic.Locale
	r      *http.Request
}

// vars are the variables of a document.
type vars = map[string]any

// refused is the code of an error of the API.
type refused struct{ code, message string }

func (e refused) Error() string { return e.code + ": " + e.message }

// param returns a parameter of the address; nil if it is not set, so that it is null as a variable.
func (q *query) param(name string) any {
	if value := q.r.URL.Query().Get(name); value != "" {
		return value
	}
	return nil
}

// id returns the id in the address.
func (q *query) id() string { return q.r.PathValue("id") }

// ask asks the API by GET and hash, without a token, so that its cache can serve.
func (q *query) ask(document string, variables vars) (map[string]any, error) {
	text, known := q.site.documents[document]
	if !known {
		return nil, fmt.Errorf("there is no document %s", document)
	}
	var got recorder
	q.site.api.ServeHTTP(&got, q.request(text, variables))
	var answer struct {
		Data   map[string]any
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	decoder := json.NewDecoder(&got.body)
	decoder.UseNumber()
	if err := decoder.Decode(&answer); err != nil {
		return nil, fmt.Errorf("the reply to %s cannot be read: %w", document, err)
	}
	if len(answer.Errors) > 0 {
		return nil, refused{answer.Errors[0].Extensions.Code, answer.Errors[0].Message}
	}
	return plain(answer.Data).(map[string]any), nil
}

// request makes the request to the API. It has the reader's address, which the limits need, and the page's language.
func (q *query) request(text string, variables vars) *http.Request {
	wanted, _ := json.Marshal(variables) // texts and numbers always marshal
	search := url.Values{"variables": {string(wanted)}, "extensions": {`{"persistedQuery":{"version":1,"sha256Hash":"` + hashOf(text) + `"}}`}}
	about := *civic.RequestOf(q.r.Context())
	about.Locale, about.Actor = q.locale, civic.Actor{}
	r, _ := http.NewRequestWithContext(civic.WithRequest(q.r.Context(), &about), http.MethodGet, "/graphql?"+search.Encode(), http.NoBody) // the address is sound
	r.Header = http.Header{"Accept": {"application/graphql-response+json"}, "Accept-Language": {string(q.locale)}, "X-Forwarded-For": q.r.Header["X-Forwarded-For"]}
	r.RemoteAddr, r.Host, r.TLS = q.r.RemoteAddr, q.r.Host, q.r.TLS
	return r
}

// plain turns numbers into int or float64, so that templates can compare and count.
func plain(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key := range v {
			v[key] = plain(v[key])
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case json.Number:
		if whole, err := v.Int64(); err == nil {
			return int(whole)
		}
		fraction, _ := v.Float64()
		return fraction
	}
	return value
}

// recorder keeps a reply of the API.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header {
	if r.header == nil {
		r.header = http.Header{}
	}
	return r.header
}

func (r *recorder) WriteHeader(status int) { r.status = status }

func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }

// statuses are those of refusals; any other refusal is a fault of the server.
var statuses = map[string]int{
	"BAD_ID": http.StatusNotFound, "NOT_FOUND": http.StatusNotFound, "BAD_CURSOR": http.StatusNotFound, "NOT_ONE_RECORD": http.StatusNotFound,
	"RATE_LIMITED": http.StatusTooManyRequests, "OVERLOADED": http.StatusServiceUnavailable, "TIMEOUT": http.StatusServiceUnavailable,
}

// statusOf is the status of a page that could not be read.
func statusOf(err error) int {
	var r refused
	if errors.As(err, &r) && statuses[r.code] != 0 {
		return statuses[r.code]
	}
	return http.StatusInternalServerError
}

// notFound is what a page returns where there is no such thing.
var notFound = refused{code: "NOT_FOUND"}

// static is a page that asks nothing.
func static(*query) (map[string]any, error) { return map[string]any{}, nil }

// one makes a page of a single object: the document asks it by its id, and names it node.
func one(document string) page {
	return func(q *query) (map[string]any, error) { return q.found(document, vars{"id": q.id()}, "node") }
}

// list makes a page of a list, twenty at a time.
func list(document string) page {
	return func(q *query) (map[string]any, error) { return q.ask(document, vars{"after": q.param("after")}) }
}

// found asks for an object. There is no page without it, nor for an object of another kind, of which the document asks no field.
func (q *query) found(document string, variables vars, field string) (map[string]any, error) {
	data, err := q.ask(document, variables)
	if err != nil {
		return nil, err
	}
	if object, has := data[field].(map[string]any); !has || len(object) < 2 {
		return nil, notFound
	}
	return data, nil
}

// get returns what stands at a path of names, such as consultation.draft; nil if something on the way is null.
func get(data map[string]any, path string) any {
	var at any = data
	for name := range strings.SplitSeq(path, ".") {
		object, ok := at.(map[string]any)
		if !ok {
			return nil
		}
		at = object[name]
	}
	return at
}

// nodes returns the objects of a list.
func nodes(data map[string]any, path string) (all []map[string]any) {
	values, _ := get(data, path).([]any)
	for _, v := range values {
		if object, ok := v.(map[string]any); ok {
			all = append(all, object)
		}
	}
	return all
}
