package graph

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"minyi/domain/civic"
	"minyi/graph/exec"
	"minyi/graph/model"
)

// atTop are the refusals that no change of the input can mend: they stand among the answer's errors and not in its payload.
var atTop = map[civic.Code]bool{civic.Unauthenticated: true, civic.Forbidden: true}

// mendable splits an error into what a person can mend and what stands among the answer's errors.
func mendable(err error) (civic.Problems, error) {
	var problems civic.Problems
	if !errors.As(err, &problems) || atTop[problems[0].Code] {
		return nil, err
	}
	return problems, nil
}

// userErrors words what a person can mend; it is empty, never nil, when there is nothing.
func userErrors(ctx context.Context, err error) []model.UserError {
	problems, _ := mendable(err)
	if len(problems) > 0 {
		civic.RequestOf(ctx).Refused(problems[0].Code)
	}
	worded := make([]model.UserError, len(problems))
	for i, p := range problems {
		worded[i] = model.UserError{Code: p.Code, Field: path(p.Field), Message: p.Message(civic.LocaleOf(ctx))}
	}
	return worded
}

// foreign is the part of an error that a payload does not hold.
func foreign(err error) error {
	_, rest := mendable(err)
	return rest
}

// path splits a problem's field into its parts.
func path(field string) []string {
	if field == "" {
		return []string{}
	}
	return strings.Split(field, ".")
}

// present words an error for the reader. What is neither a refusal of ours nor a fault of the request is logged, and the
// reader learns only that it happened.
func present(ctx context.Context, err error) *gqlerror.Error {
	var problems civic.Problems
	var faulty *gqlerror.Error
	at := graphql.GetPath(ctx)
	switch {
	case errors.As(err, &problems):
		return coded(at, problems[0].Code, problems[0].Message(civic.LocaleOf(ctx)), path(problems[0].Field))
	case errors.Is(err, exec.ErrTooLarge):
		return refusal(ctx, civic.Problem{Code: civic.ReplyTooLarge})
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return coded(at, civic.Timeout, civic.Problem{Code: civic.Timeout}.Message(civic.LocaleOf(ctx)), nil)
	case errors.As(err, &faulty) && faulty.Err == nil:
		return withCode(faulty)
	}
	slog.ErrorContext(ctx, "a field failed", "path", at.String(), "error", err)
	return coded(at, civic.Internal, civic.Problem{Code: civic.Internal}.Message(civic.LocaleOf(ctx)), nil)
}

// coded is an error of ours among the answer's errors.
func coded(at ast.Path, code civic.Code, message string, field []string) *gqlerror.Error {
	extensions := map[string]any{"code": code}
	if len(field) > 0 {
		extensions["field"] = field
	}
	return &gqlerror.Error{Path: at, Message: message, Extensions: extensions}
}

// longestComplaint is how many characters of the library's complaint are told: it may repeat parts of the request.
const longestComplaint = 300

// withCode gives the library's own complaint about a request a code where it has none, and cuts a long one.
func withCode(faulty *gqlerror.Error) *gqlerror.Error {
	if said := []rune(faulty.Message); len(said) > longestComplaint {
		faulty.Message = string(said[:longestComplaint]) + "…"
	}
	if faulty.Extensions["code"] == nil {
		if faulty.Extensions == nil {
			faulty.Extensions = map[string]any{}
		}
		faulty.Extensions["code"] = civic.BadRequest
	}
	return faulty
}
