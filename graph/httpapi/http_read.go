package httpapi

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"minyi/domain/civic"
)

// read reads what a request asks. What it refuses names the parameter at fault and repeats nothing of the request.
func read(r *http.Request) (*graphql.RawParams, error) {
	if _, acceptable := MediaType(r); !acceptable {
		return nil, civic.Refuse(civic.NotAcceptable, "")
	}
	return readOperation(r)
}

// readOperation reads it in whatever form the answer is wanted.
func readOperation(r *http.Request) (*graphql.RawParams, error) {
	began := graphql.Now()
	var asked *graphql.RawParams
	var err error
	switch r.Method {
	case http.MethodGet:
		asked, err = readURL(r.URL.RawQuery)
	case http.MethodPost:
		asked, err = readBody(r)
	default:
		err = civic.Refuse(civic.MethodNotAllowed, "")
	}
	if err != nil {
		return nil, err
	}
	asked.Headers, asked.ReadTime = r.Header, graphql.TraceTiming{Start: began, End: graphql.Now()}
	return asked, nil
}

// readURL reads the parameters of a GET.
func readURL(raw string) (*graphql.RawParams, error) {
	given, err := url.ParseQuery(raw)
	if err != nil {
		return nil, civic.Refuse(civic.BadRequest, "")
	}
	asked := parameters{Query: given.Get("query"), OperationName: given.Get("operationName"), DocumentID: given.Get("documentId")}
	for name, to := range map[string]*map[string]any{"variables": &asked.Variables, "extensions": &asked.Extensions} {
		if text := given.Get(name); text != "" && decode(strings.NewReader(text), to) != nil {
			return nil, civic.Refuse(civic.BadRequest, name)
		}
	}
	return asked.complete()
}

// readBody reads the parameters of a POST: one JSON object, and no list of them.
func readBody(r *http.Request) (*graphql.RawParams, error) {
	form, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := params["charset"]; err != nil || form != plainForm || (charset != "" && !strings.EqualFold(charset, "utf-8")) {
		return nil, civic.Refuse(civic.UnsupportedMediaType, "")
	}
	asked := parameters{}
	if err := decode(r.Body, &asked); err != nil {
		var misfit *json.UnmarshalTypeError
		if errors.As(err, &misfit) {
			return nil, civic.Refuse(civic.BadRequest, misfit.Field)
		}
		return nil, civic.Refuse(civic.BadRequest, "")
	}
	return asked.complete()
}

// parameters are those of a request. The id of a known document may stand in the place of the query, as "Persisted Documents" of the
// specification has it.
type parameters struct {
	Query         string         `json:"query"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
	Extensions    map[string]any `json:"extensions"`
	DocumentID    string         `json:"documentId"`
}

// complete refuses a request without a query, unless it may name a known one, and variables that hold too long a list. The id of a
// document becomes the extension by which others name theirs.
func (p parameters) complete() (*graphql.RawParams, error) {
	if p.DocumentID != "" {
		p.Extensions = map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": strings.TrimPrefix(p.DocumentID, "sha256:")}}
	}
	if p.Query == "" && len(p.Extensions) == 0 {
		return nil, civic.Refuse(civic.BadRequest, "query")
	}
	if tooLong(p.Variables) {
		return nil, civic.Refuse(civic.TooMany, "variables", civic.Max(longestList))
	}
	return &graphql.RawParams{Query: p.Query, OperationName: p.OperationName, Variables: p.Variables, Extensions: p.Extensions}, nil
}

// longestList is how many values a list in the variables holds at most. No input takes a longer one.
const longestList = 5000

// tooLong tells whether a list somewhere in a value is longer than any input takes: to check each of its values would cost
// more than to count them.
func tooLong(value any) bool {
	switch v := value.(type) {
	case []any:
		return len(v) > longestList || slices.ContainsFunc(v, tooLong)
	case map[string]any:
		for _, inner := range v {
			if tooLong(inner) {
				return true
			}
		}
	}
	return false
}

// decode reads one JSON value and nothing after it; numbers keep their digits.
func decode(from io.Reader, to any) error {
	decoder := json.NewDecoder(from)
	decoder.UseNumber()
	if err := decoder.Decode(to); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows the JSON value")
	}
	return nil
}
