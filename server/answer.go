package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/httpapi"
)

// statuses are the HTTP statuses of what is refused before GraphQL reads the request.
var statuses = map[civic.Code]int{
	civic.Unauthenticated:   http.StatusUnauthorized,
	civic.Forbidden:         http.StatusForbidden,
	consult.NotYetReported:  http.StatusForbidden,
	civic.NotFound:          http.StatusNotFound,
	civic.BadID:             http.StatusBadRequest,
	civic.BadCursor:         http.StatusBadRequest,
	consult.TooWide:         http.StatusBadRequest,
	consult.HTTPTooOld:      http.StatusHTTPVersionNotSupported,
	civic.SignInUnavailable: http.StatusServiceUnavailable,
	civic.TooLarge:          http.StatusRequestEntityTooLarge,
	civic.BadRequest:        http.StatusBadRequest,
	civic.RateLimited:       http.StatusTooManyRequests,
	civic.Timeout:           http.StatusServiceUnavailable,
	civic.Internal:          http.StatusInternalServerError,
	civic.CrossOrigin:       http.StatusForbidden,
	civic.RateLimited:       http.StatusTooManyRequests,
	civic.Overloaded:        http.StatusServiceUnavailable,
}

// refuse answers a request that GraphQL never sees, in the form in which GraphQL would.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	problem := problemOf(r.Context(), err)
	civic.RequestOf(r.Context()).Refused(problem.Code)
	body, _ := json.Marshal(map[string]any{"errors": []any{map[string]any{ // texts always marshal
		"message":    problem.Message(civic.LocaleOf(r.Context())),
		"extensions": map[string]any{"code": problem.Code},
	}}})
	if problem.Code == civic.Unauthenticated {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	form, _ := httpapi.MediaType(r)
	w.Header().Set("Content-Type", form+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(statuses[problem.Code])
	_, _ = w.Write(append(body, '\n'))
}

// problemOf is what the reader learns of an error; what is no refusal of ours is logged.
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
