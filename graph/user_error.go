package graph

import (
	"context"
	"errors"
	"strings"

	"minyi/domain/civic"
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
func UserErrors(ctx context.Context, err error) []model.UserError {
	problems, _ := mendable(err)
	if len(problems) > 0 {
		civic.RequestOf(ctx).Refused(problems[0].Code)
	}
	worded := make([]model.UserError, len(problems))
	for i, p := range problems {
		worded[i] = model.UserError{Code: p.Code, Field: Path(p.Field), Message: p.Message(civic.LocaleOf(ctx))}
	}
	return worded
}

// foreign is the part of an error that a payload does not hold.
func TopLevel(err error) error {
	_, rest := mendable(err)
	return rest
}

// path splits a problem's field into its parts.
func Path(field string) []string {
	if field == "" {
		return []string{}
	}
	return strings.Split(field, ".")
}
