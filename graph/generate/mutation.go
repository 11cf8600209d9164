package main

import (
	"fmt"

	"github.com/99designs/gqlgen/codegen"
)

// mutation is a field of Mutation whose resolver only calls the function of db that has its name, and puts what the function
// returns into the payload.
type mutation struct {
	*codegen.Field
	DB      string // the package of the function
	Payload *codegen.Object
	Result  *codegen.Field   // of the payload: what the function returns
	Parts   []*codegen.Field // of the payload: what lies in the result, such as a receipt
}

// writeParameters are those of a function that a mutation calls: the context, the database, the actor and the input.
const writeParameters = 4

// mutations lists the mutations among the fields that a room declares. One with a resolver that is written by hand is not among them.
func mutations(data *codegen.Data, room string, by, db folder, fields []*codegen.Field) (all []mutation, err error) {
	for _, f := range fields {
		if by.funcs[resolverOf(f)] != nil {
			continue
		}
		function := db.funcs[f.GoFieldName]
		if function == nil || function.Type.Params.NumFields() != writeParameters {
			return nil, fmt.Errorf("the mutation %s: db/%s has no function %s(ctx, db, by, in), and graph/%[2]s has no resolver", f.Name, room, f.GoFieldName)
		}
		of := mutation{Field: f, DB: room, Payload: data.Objects.ByName(f.TypeReference.Definition.Name)}
		for _, part := range of.Payload.Fields {
			switch {
			case part.IsReserved() || part.Name == userErrors:
			case of.Result == nil:
				of.Result = part
			default:
				of.Parts = append(of.Parts, part)
			}
		}
		all = append(all, of)
	}
	return all, nil
}
