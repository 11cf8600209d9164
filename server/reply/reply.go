// Package reply writes the HTTP replies that do not come from GraphQL.
package reply

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/disclose"
	"minyi/domain/policy"
	"minyi/domain/survey"
	"minyi/graph/httpapi"
)

// Statuses gives the HTTP status for each code that Refuse may send.
var Statuses = map[civic.Code]int{
	civic.Unauthenticated:   http.StatusUnauthorized,
	civic.TokenExpired:      http.StatusUnauthorized,
	civic.Forbidden:         http.StatusForbidden,
	civic.RightsChanged:     http.StatusForbidden,
	consult.NotYetReported:  http.StatusForbidden,
	civic.NotFound:          http.StatusNotFound,
	policy.ContentTakenDown: http.StatusGone,
	civic.BadID:             http.StatusBadRequest,
	civic.BadCursor:         http.StatusBadRequest,
	consult.TooWide:         http.StatusBadRequest,
	consult.HTTPTooOld:      http.StatusHTTPVersionNotSupported,
	civic.SignInUnavailable: http.StatusServiceUnavailable,
	civic.TooLarge:          http.StatusRequestEntityTooLarge,
	civic.BadRequest:        http.StatusBadRequest,
	civic.Timeout:           http.StatusServiceUnavailable,
	civic.Internal:          http.StatusInternalServerError,
	civic.CrossOrigin:       http.StatusForbidden,
	civic.RateLimited:       http.StatusTooManyRequests,
	disclose.NotACatalogue:  http.StatusUnprocessableEntity,
	policy.NotOneRecord:     http.StatusBadRequest,
	policy.UploadExpired:    http.StatusForbidden,
	policy.FileTypeUnknown:  http.StatusUnsupportedMediaType,
	policy.FileBroken:       http.StatusUnprocessableEntity,
	policy.FileEncrypted:    http.StatusUnprocessableEntity,
	policy.FileHasMacros:    http.StatusUnprocessableEntity,
	policy.FileHasEntities:  http.StatusUnprocessableEntity,
	policy.FileExpands:      http.StatusUnprocessableEntity,
	survey.UnknownVersion:   http.StatusNotFound,
	civic.ReplyTooLarge:     http.StatusUnprocessableEntity,
	civic.Overloaded:        http.StatusServiceUnavailable,
}

// Refuse replies to a request before GraphQL reads it. The body has the form of a GraphQL error.
func Refuse(w http.ResponseWriter, r *http.Request, err error) {
	problem := problemOf(r.Context(), err)
	civic.RequestOf(r.Context()).Refused(problem.Code)
	body, _ := json.Marshal(map[string]any{"errors": []any{map[string]any{ // texts always marshal
		"message":    problem.Message(civic.LocaleOf(r.Context())),
		"extensions": map[string]any{"code": problem.Code},
	}}})
	if Statuses[problem.Code] == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	form, _ := httpapi.MediaType(r)
	w.Header().Set("Content-Type", form+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(Statuses[problem.Code])
	_, _ = w.Write(append(body, '\n'))
}

// problemOf returns what the client may know of an error. An unexpected error is logged and becomes INTERNAL.
func problemOf(ctx context.Context, err error) civic.Problem {
	var problems civic.Problems
	switch {
	case errors.As(err, &problems):
		return problems[0]
	case ctx.Err() != nil:
		return civic.Problem{Code: civic.Timeout}
	}
	slog.ErrorContext(ctx, "a request failed", "error", err)
	return civic.Problem{Code: civic.Internal}
}

// Text replies with one line of plain text. Caches must not store it.
func Text(w http.ResponseWriter, status int, line string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	fmt.Fprintln(w, line)
}
