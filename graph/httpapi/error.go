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
		return coded(ctx, at, problems[0])
	case errors.Is(err, exec.ErrTooLarge):
		return refusal(ctx, civic.Problem{Code: civic.ReplyTooLarge})
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return coded(ctx, at, civic.Problem{Code: civic.Timeout})
	case errors.As(err, &faulty) && faulty.Err == nil:
		return withCode(faulty)
	}
	slog.ErrorContext(ctx, "a field failed", "path", at.String(), "error", err)
	return coded(ctx, at, civic.Problem{Code: civic.Internal})
}

// coded is an error of ours among the answer's errors. Its extensions have the facts that the message mentions.
func coded(ctx context.Context, at ast.Path, p civic.Problem) *gqlerror.Error {
	extensions := map[string]any{"code": p.Code}
	for _, fact := range p.Facts {
		extensions[fact.Name] = fact.Value
	}
	if p.Field != "" {
		extensions["field"] = graph.Path(p.Field)
	}
	return &gqlerror.Error{Path: at, Message: p.Message(civic.LocaleOf(ctx)), Extensions: extensions}
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
