package httpapi

import (
	"context"
	"errors"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"minyi/domain/civic"
	"minyi/graph"
	"minyi/graph/exec"
)

// present words an error for the reader. What is neither a refusal of ours nor a fault of the request is logged, and the
// reader learns only that it happened.
func present(ctx context.Context, err error) *gqlerror.Error {
	var problems civic.Problems
	var faulty *gqlerror.Error
	at := graphql.GetPath(ctx)
	switch {
	case errors.As(err, &problems):
		return coded(at, problems[0].Code, problems[0].Message(civic.LocaleOf(ctx)), graph.Path(problems[0].Field))
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
