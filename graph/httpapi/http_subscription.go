package httpapi

import (
	"bytes"
	"io"
	"net/http"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// StreamSubscriptions serves a subscription by POST as a stream wherever its reader takes one at all: JSON, which they may like better, cannot answer
// it. It stands before what tells streams from other answers, and after the limit of bodies.
func StreamSubscriptions(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if readAccept(acceptOf(r)).event > 0 && !IsStream(r) && postsJSON(r) && readsSubscription(r) {
			r.Header.Set("Accept", streamForm)
		}
		next.ServeHTTP(w, r)
	})
}

// readsSubscription tells whether the body asks for a subscription. Who reads the body next finds it as it was.
func readsSubscription(r *http.Request) bool {
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), r.Body))
	if err != nil || !bytes.Contains(body, []byte("subscription")) {
		return false
	}
	var asked parameters
	if decode(bytes.NewReader(body), &asked) != nil {
		return false
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: asked.Query}, mostTokens)
	if err != nil {
		return false
	}
	operation := doc.Operations.ForName(asked.OperationName)
	return operation != nil && operation.Operation == ast.Subscription
}
