package httpapi

import (
	"context"
	"fmt"
	"reflect"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"minyi/domain/civic"
)

// exactEnums refuses variables that write the name of an enum's value in another case. GraphQL has exact names; gqlparser takes
// variables in any case and hands them on as they are written, so that the domain would meet values that do not exist.
type exactEnums struct{ schema *ast.Schema }

// ExtensionName names the extension for gqlgen.
func (exactEnums) ExtensionName() string { return "ExactEnums" }

// Validate accepts every schema.
func (exactEnums) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext checks the variables, which gqlparser has checked in all other respects. The refusal names the place,
// such as variables.input.questions.0.kind.
func (e exactEnums) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	for _, variable := range op.Operation.VariableDefinitions {
		if at := e.inexact(variable.Type, op.Variables[variable.Variable], "variables."+variable.Variable); at != "" {
			return refusal(ctx, civic.Problem{Code: civic.BadRequest, Field: at})
		}
	}
	return nil
}

// inexact is the place of the first inexact name in a value that stands at a place; empty where there is none.
func (e exactEnums) inexact(typ *ast.Type, value any, at string) string {
	definition := e.schema.Types[typ.Name()]
	if value == nil || definition.Kind == ast.Scalar {
		return ""
	}
	if list := reflect.ValueOf(value); list.Kind() == reflect.Slice { // of any; of another type where one value was given for a list
		for i := range list.Len() {
			if found := e.inexact(typ.Elem, list.Index(i).Interface(), fmt.Sprint(at, ".", i)); found != "" {
				return found
			}
		}
		return ""
	}
	if definition.Kind == ast.InputObject {
		return e.inexactField(definition, value.(map[string]any), at)
	}
	if definition.EnumValues.ForName(fmt.Sprint(value)) == nil {
		return at
	}
	return ""
}

// inexactField is the place of the first inexact name in an input object.
func (e exactEnums) inexactField(of *ast.Definition, object map[string]any, at string) string {
	for _, field := range of.Fields {
		if found := e.inexact(field.Type, object[field.Name], at+"."+field.Name); found != "" {
			return found
		}
	}
	return ""
}
