package httpapi

import (
	"context"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"minyi/domain/civic"
)

// longestNoted is how many bytes of an operation's name are kept: a longer one is none that a program was given.
const longestNoted = 64

// note tells whoever counts and logs requests what one asks for.
func note(r *civic.Request, op *ast.OperationDefinition) {
	if len(op.Name) <= longestNoted {
		r.Operation = op.Name
	}
	if first, is := op.SelectionSet[0].(*ast.Field); is {
		r.Field = first.Name
	}
}

// noteRefusals tells them whether something was refused. A payload's refusals came first.
func noteRefusals(ctx context.Context, refused gqlerror.List) {
	if len(refused) > 0 {
		civic.RequestOf(ctx).Refused(civic.Code(fmt.Sprint(refused[0].Extensions["code"])))
	}
}
