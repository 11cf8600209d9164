package graph_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
	"minyi/graph/httpapi"
)

// hashOf names a document as clients do.
func hashOf(query string) string {
	sum := sha256.Sum256([]byte(query))
	return hex.EncodeToString(sum[:])
}

// persistedQuery is the extension that names a document by its hash.
func persistedQuery(hash string) string {
	return `{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}`
}

// byHash is the target of a GET for a document's hash, with its text where that is sent too.
func byHash(hash, query string) string {
	parameters := url.Values{"extensions": {persistedQuery(hash)}}
	if query != "" {
		parameters.Set("query", query)
	}
	return "/?" + parameters.Encode()
}

// posted is the body of a POST for a document's hash.
func posted(hash, query string) string {
	body := map[string]any{"extensions": json.RawMessage(persistedQuery(hash))}
	if query != "" {
		body["query"] = query
	}
	text, _ := json.Marshal(body)
	return string(text)
}

// codeOf is the code of an answer's first error.
func codeOf(w *httptest.ResponseRecorder) string {
	return gjson.Get(w.Body.String(), "errors.0.extensions.code").String()
}

// TestPersistedQueries tells how a client and a server come to know a document by its hash, and what does not count as one.
func TestPersistedQueries(t *testing.T) {
	t.Parallel()
	api := httpapi.Handler(graphtest.New(t).DB, httpapi.Limits{Cost: httpapi.UsualCost}, httpapi.Streams{})
	const query, good = "query Who { viewer { name } }", `{"data":{"viewer":null}}`
	hash := hashOf(query)
	for _, form := range []string{jsonForm, ownForm} {
		w := httpAsk(api, http.MethodGet, byHash(hash, ""), "", "Accept", form, "Accept-Language", "zh")
		if codeOf(w) != "PERSISTED_QUERY_NOT_FOUND" || gjson.Get(w.Body.String(), "errors.0.message").String() != "PersistedQueryNotFound" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("a hash that nobody knows, in %s: %d %s %v", form, w.Code, w.Body, w.Header())
		}
	}
	if w := httpAsk(api, http.MethodGet, byHash(hash, query), ""); w.Body.String() != good {
		t.Errorf("the hash with its text: %s", w.Body)
	}
	if w := httpAsk(api, http.MethodGet, byHash(hash, ""), ""); w.Body.String() != good {
		t.Errorf("the hash alone, by GET: %s", w.Body)
	}
	if w := httpAsk(api, http.MethodPost, "/", posted(hash, ""), "Content-Type", jsonForm); w.Body.String() != good {
		t.Errorf("the hash alone, by POST: %s", w.Body)
	}

	const other = "{ departments { totalCount } }"
	if w := httpAsk(api, http.MethodPost, "/", posted(hash, other), "Content-Type", jsonForm); codeOf(w) != "HASH_MISMATCH" {
		t.Errorf("another text under a known hash: %s", w.Body)
	}
	if w := httpAsk(api, http.MethodPost, "/", posted(hashOf(other), query), "Content-Type", jsonForm); codeOf(w) != "HASH_MISMATCH" {
		t.Errorf("a text under the hash of another: %s", w.Body)
	}
	if w := httpAsk(api, http.MethodGet, byHash(hashOf(other), ""), ""); codeOf(w) != "PERSISTED_QUERY_NOT_FOUND" {
		t.Errorf("the hash that was lied about: %s", w.Body)
	}

	for name, c := range map[string]struct{ said, code string }{
		"another version": {`{"persistedQuery":{"version":2,"sha256Hash":"` + hash + `"}}`, "PERSISTED_QUERY_NOT_SUPPORTED"},
		"no version":      {`{"persistedQuery":{"sha256Hash":"` + hash + `"}}`, "PERSISTED_QUERY_NOT_SUPPORTED"},
		"no hash":         {`{"persistedQuery":{"version":1}}`, "BAD_REQUEST"},
		"a number":        {`{"persistedQuery":7}`, "BAD_REQUEST"},
		"null":            {`{"persistedQuery":null}`, "BAD_REQUEST"},
		"something else":  {`{"trace":true}`, ""},
	} {
		w := httpAsk(api, http.MethodPost, "/", `{"query":"`+query+`","extensions":`+c.said+`}`, "Content-Type", jsonForm)
		if codeOf(w) != c.code {
			t.Errorf("%s: %s", name, w.Body)
		}
	}
}

// Only what is valid and not long is kept, and a persisted mutation is none for GET.
func TestPersistedQueriesAreBounded(t *testing.T) {
	t.Parallel()
	api := httpapi.Handler(graphtest.New(t).DB, httpapi.Limits{Cost: httpapi.UsualCost}, httpapi.Streams{})
	const mutation = `mutation { eraseComment(input: {commentId: "x"}) { userErrors { code } } }`
	for name, c := range map[string]struct{ query, first, then string }{
		"rubbish":          {"{ rubbish }", "GRAPHQL_VALIDATION_FAILED", "PERSISTED_QUERY_NOT_FOUND"},
		"a long document":  {"{ viewer { name } } #" + strings.Repeat("很", 5000), "", "PERSISTED_QUERY_NOT_FOUND"},
		"a short document": {"{ viewer { name } } # 很", "", ""},
		"a mutation":       {mutation, "UNAUTHENTICATED", "UNAUTHENTICATED"},
	} {
		hash := hashOf(c.query)
		first := httpAsk(api, http.MethodPost, "/", posted(hash, c.query), "Content-Type", jsonForm)
		then := httpAsk(api, http.MethodPost, "/", posted(hash, ""), "Content-Type", jsonForm)
		if codeOf(first) != c.first || codeOf(then) != c.then {
			t.Errorf("%s: %s then %s", name, first.Body, then.Body)
		}
	}
	if w := httpAsk(api, http.MethodGet, byHash(hashOf(mutation), ""), ""); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("a persisted mutation by GET: %d %s", w.Code, w.Body)
	}
}

// TestDocuments tells how an installation gives the server the documents of its own clients, and how it refuses all others.
func TestDocuments(t *testing.T) {
	t.Parallel()
	db := graphtest.New(t).DB
	const query, other, good = "query Who { viewer { name } }", "{ viewer { accountCode } }", `{"data":{"viewer":null}}`
	relay := manifest(t, `{"md5-of-it": "`+query+`", "old": "{ gone }"}`)
	apollo := manifest(t, `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "`+hashOf(query)+`", "name": "Who", "type": "query", "body": "`+query+`"}]}`)
	for name, c := range map[string]struct {
		path          string
		only          bool
		method, given string // the parameters
		code          string
	}{
		"the id as documentId":              {relay, false, "POST", `{"documentId":"md5-of-it"}`, ""},
		"the id as documentId, by GET":      {relay, true, "GET", `documentId=md5-of-it`, ""},
		"the id as a hash":                  {relay, true, "POST", `{"extensions":` + persistedQuery("md5-of-it") + `}`, ""},
		"a hash with its algorithm":         {apollo, true, "POST", `{"documentId":"sha256:` + hashOf(query) + `"}`, ""},
		"the id and its text":               {relay, true, "POST", `{"documentId":"md5-of-it","query":"` + query + `"}`, ""},
		"the id and another text":           {relay, false, "POST", `{"documentId":"md5-of-it","query":"` + other + `"}`, "HASH_MISMATCH"},
		"an id that nobody knows":           {relay, false, "POST", `{"documentId":"x"}`, "PERSISTED_QUERY_NOT_FOUND"},
		"one that does not fit":             {relay, true, "POST", `{"documentId":"old"}`, "GRAPHQL_VALIDATION_FAILED"},
		"a text that is listed":             {relay, true, "POST", `{"query":"` + query + `"}`, ""},
		"a text that is not listed":         {relay, true, "POST", `{"query":"` + other + `"}`, "DOCUMENT_NOT_ALLOWED"},
		"a text that is not listed, hashed": {relay, true, "POST", `{"query":"` + other + `","extensions":` + persistedQuery(hashOf(other)) + `}`, "DOCUMENT_NOT_ALLOWED"},
		"another text, where all may be":    {relay, false, "POST", `{"query":"` + other + `"}`, ""},
	} {
		documents, err := httpapi.ReadDocuments(c.path, c.only)
		if err != nil {
			t.Fatal(err)
		}
		api := httpapi.Handler(db, httpapi.Limits{Cost: httpapi.UsualCost, Documents: documents}, httpapi.Streams{})
		w := httpAsk(api, c.method, "/", c.given, "Content-Type", jsonForm)
		if c.method == http.MethodGet {
			w = httpAsk(api, c.method, "/?"+c.given, "")
		}
		if codeOf(w) != c.code || c.code == "" && w.Body.String() != good {
			t.Errorf("%s: %s", name, w.Body)
		}
	}

	if documents, _ := httpapi.ReadDocuments(relay, false); !slices.Equal(documents.Invalid(), []string{"old"}) {
		t.Errorf("documents that do not fit: %v", documents.Invalid())
	}
	for name, text := range map[string]string{"no JSON": "{", "a list": "[]", "none": "{}", "no texts": `{"a": 1}`} {
		if _, err := httpapi.ReadDocuments(manifest(t, text), true); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// manifest is a file with a text.
func manifest(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "documents.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
