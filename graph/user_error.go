package graph

import (
	"context"
	"errors"
	"strings"
	"time"

	"minyi/domain/civic"
	"minyi/graph/model"
)

// splitUserErrors splits an error into the problems that a person can fix, and the error of the request.
func splitUserErrors(err error) (civic.Problems, error) {
	var problems civic.Problems
	if !errors.As(err, &problems) || problems[0].Code.OfRequest() {
		return nil, err
	}
	return problems, nil
}

// UserErrors returns the problems that a person can fix, with messages in the request's language. The list may be empty, but is never nil.
func UserErrors(ctx context.Context, err error) []model.UserError {
	problems, _ := splitUserErrors(err)
	if len(problems) > 0 {
		civic.RequestOf(ctx).Refused(problems[0].Code)
	}
	worded := make([]model.UserError, len(problems))
	for i, p := range problems {
		worded[i] = userError(p, civic.LocaleOf(ctx))
	}
	return worded
}

// Refusal returns the first problem, with its message in the request's language, or nil. Nobody was refused yet: it tells in advance.
func Refusal(ctx context.Context, err error) *model.UserError {
	problems, _ := splitUserErrors(err)
	if len(problems) == 0 {
		return nil
	}
	return new(userError(problems[0], civic.LocaleOf(ctx)))
}

func userError(p civic.Problem, locale civic.Locale) model.UserError {
	return model.UserError{
		Code: p.Code, Field: Path(p.Field), Message: p.Message(locale),
		Min: civic.FactOf[float64](p, "min"), Max: civic.FactOf[float64](p, "max"), Count: civic.FactOf[int](p, "count"),
		At: civic.FactOf[time.Time](p, "at"), Day: civic.FactOf[civic.Date](p, "day"),
		Expected: civic.FactOf[string](p, "expected"), Found: civic.FactOf[string](p, "found"),
	}
}

// TopLevel returns the part of an error that is not a user error.
func TopLevel(err error) error {
	_, rest := splitUserErrors(err)
	return rest
}

// Path splits a problem's field into its parts.
func Path(field string) []string {
	if field == "" {
		return []string{}
	}
	return strings.Split(field, ".")
}
