package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"minyi/consult"
	"minyi/graph"
)

// statuses are the HTTP statuses of what is refused before GraphQL reads the request.
var statuses = map[consult.Code]int{
	consult.Unauthenticated:   http.StatusUnauthorized,
	consult.NotFound:          http.StatusNotFound,
	consult.SignInUnavailable: http.StatusServiceUnavailable,
	consult.TooLarge:          http.StatusRequestEntityTooLarge,
	consult.BadRequest:        http.StatusBadRequest,
	consult.RateLimited:       http.StatusTooManyRequests,
	consult.Timeout:           http.StatusServiceUnavailable,
	consult.Internal:          http.StatusInternalServerError,
	consult.CrossOrigin:       http.StatusForbidden,
	consult.RateLimited:       http.StatusTooManyRequests,
	consult.Overloaded:        http.StatusServiceUnavailable,
}

// refuse answers a request that GraphQL never sees, in the form in which GraphQL would.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	problem := problemOf(r.Context(), err)
	consult.RequestOf(r.Context()).Refused(problem.Code)
	body, _ := json.Marshal(map[string]any{"errors": []any{map[string]any{ // texts always marshal
		"message":    problem.Message(consult.LocaleOf(r.Context())),
		"extensions": map[string]any{"code": problem.Code},
	}}})
	if problem.Code == consult.Unauthenticated {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	form, _ := graph.MediaType(r)
	w.Header().Set("Content-Type", form+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(statuses[problem.Code])
	_, _ = w.Write(append(body, '\n'))
}

// problemOf is what the reader learns of an error; what is no refusal of ours is logged.
func problemOf(ctx context.Context, err error) consult.Problem {
	var problems consult.Problems
	switch {
	case errors.As(err, &problems):
		return problems[0]
	case ctx.Err() != nil:
		return consult.Problem{Code: consult.Timeout}
	}
	slog.ErrorContext(ctx, "a request failed", "error", err)
	return consult.Problem{Code: consult.Internal}
}
