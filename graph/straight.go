package graph

import (
	"bytes"
	"context"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"minyi/graph/exec"
)

// straight makes operations out of requests as they mostly come: mutations whose document is known and each of whose variables is the whole
// input of a field. These are read once, from JSON into the types of the domain. Everything else is gqlgen's, which makes maps of the
// JSON, checks these against the schema, and makes the types of maps; it also says what is wrong with variables.
type straight struct {
	documents  documents
	inputs     map[string]exec.Input // by the names of their types
	persisted  persisted
	extensions []graphql.HandlerExtension // those that gqlgen has
}

// request is what a client asks, with its variables as they were written, if they were not read yet.
type request struct {
	graphql.RawParams
	written []byte
}

// operation makes the operation of a request; nil where it is to be made in gqlgen's way.
func (s straight) operation(ctx context.Context, asked *request) *graphql.OperationContext {
	params := asked.RawParams
	if asked.written == nil || s.persisted.MutateOperationParameters(ctx, &params) != nil {
		return nil
	}
	doc, known := s.documents.Get(ctx, params.Query)
	if !known {
		return nil
	}
	operation := doc.Operations.ForName(params.OperationName)
	if operation == nil || operation.Operation != ast.Mutation {
		return nil
	}
	variables := s.variables(ctx, operation, asked.written)
	if variables == nil {
		return nil
	}
	return &graphql.OperationContext{
		RawQuery: params.Query, Doc: doc, Operation: operation, OperationName: params.OperationName, Variables: variables,
		Extensions: params.Extensions, Headers: params.Headers, Stats: graphql.Stats{Read: params.ReadTime}, DisableIntrospection: true,
		RecoverFunc: recovered, ResolverMiddleware: unchanged, RootResolverMiddleware: unchangedRoot,
	}
}

// variables reads the variables of an operation, each of which has to be there and to be the whole input of a field; nil where it
// is not so.
func (s straight) variables(ctx context.Context, operation *ast.OperationDefinition, written []byte) map[string]any {
	if len(operation.VariableDefinitions) > 64 {
		return nil
	}
	names := make([]string, len(operation.VariableDefinitions))
	reads := make([]exec.Input, len(names))
	for i, v := range operation.VariableDefinitions {
		names[i], reads[i] = v.Variable, s.inputs[v.Type.NamedType]
		if reads[i] == nil {
			return nil
		}
	}
	read := make(map[string]any, len(names))
	from := exec.NewReader(written)
	err := from.Object(names, 1<<len(names)-1, func(place int) (err error) {
		read[names[place]], err = reads[place](ctx, from)
		return err
	})
	if err != nil {
		return nil
	}
	return read
}

// admit asks gqlgen's extensions whether the operation may run, as gqlgen does for those that it makes.
func (s straight) admit(ctx context.Context, op *graphql.OperationContext) gqlerror.List {
	ctx = graphql.WithOperationContext(ctx, op)
	for _, extension := range s.extensions {
		if asked, is := extension.(graphql.OperationContextMutator); is {
			if err := asked.MutateOperationContext(ctx, op); err != nil {
				return gqlerror.List{err}
			}
		}
	}
	return nil
}

// Nothing is done around the fields of mutations; around those of subscriptions there is.
func unchanged(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) }

func unchangedRoot(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	return next(ctx)
}

// readWritten takes a body of JSON apart and leaves the variables as they are written; false where it is to be read in another way, such as
// to be told what is wrong.
func readWritten(body []byte) (*request, bool) {
	asked := &request{}
	if !utf8.Valid(body) {
		return nil, false
	}
	from := exec.NewReader(body)
	err := from.Object([]string{"query", "operationName", "variables", "extensions"}, 0, func(place int) (err error) {
		switch place {
		case 0:
			asked.Query, err = from.Text()
		case 1:
			var null bool
			if null, err = from.Null(); !null && err == nil {
				asked.OperationName, err = from.Text()
			}
		case 2:
			asked.written, err = from.Written()
		case 3:
			var extensions []byte
			if extensions, err = from.Written(); err == nil {
				err = decode(bytes.NewReader(extensions), &asked.Extensions)
			}
		}
		return err
	})
	return asked, err == nil && from.End() == nil
}
