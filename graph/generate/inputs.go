package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/vektah/gqlparser/v2/ast"
)

//go:embed inputs.gotpl
var inputsTemplate string

// inputs writes how the inputs of mutations are read straight from JSON.
var inputs = beside{"inputs.go", inputsTemplate, map[string]any{
	"wholes":      wholes,
	"objectsRead": objectsRead,
	"typesRead":   typesRead,
	"required":    required,
	"written":     written,
	"isText":      isText,
}}

// wholeInput tells whether a field is a mutation of one argument, an input object that has to be given.
func wholeInput(f *codegen.Field) bool {
	if !f.Object.Root || f.Object.Name != "Mutation" || len(f.Args) != 1 {
		return false
	}
	input := f.Args[0]
	return isObject(input.TypeReference) && input.TypeReference.GQL.NonNull && input.Default == nil && len(input.Directives) == 0
}

func isObject(r *config.TypeReference) bool { return r.Definition.Kind == ast.InputObject }

// wholes are the input objects that are read only as the whole of what a mutation takes: nothing else takes them, and none is a part of another.
func wholes(data *codegen.Data) (found []*codegen.Object) {
	taken := map[string]int{}
	for _, object := range slices.Concat(data.Objects, data.Inputs) {
		for _, field := range object.Fields {
			if object.IsInputType() {
				taken[field.TypeReference.Definition.Name]++
			}
			for _, arg := range field.Args {
				taken[arg.TypeReference.Definition.Name]++
			}
		}
	}
	for _, field := range data.MutationRoot.Fields {
		if wholeInput(field) && taken[field.Args[0].TypeReference.Definition.Name] == 1 {
			found = append(found, data.Inputs.ByName(field.Args[0].TypeReference.Definition.Name))
		}
	}
	return found
}

// objectsRead are the input objects that mutations take, and then those that are parts of them.
func objectsRead(data *codegen.Data) ([]*codegen.Object, error) {
	found := wholes(data)
	for i := 0; i < len(found); i++ {
		object := found[i]
		if len(object.Fields) > 64 || len(object.Directives) > 0 {
			return nil, fmt.Errorf("%s cannot be read straight", object.Name)
		}
		for _, field := range object.Fields {
			if field.IsResolver || field.HasDirectives() || field.TypeReference.IsOmittable {
				return nil, fmt.Errorf("%s.%s cannot be read straight", object.Name, field.Name)
			}
			if part := data.Inputs.ByName(field.TypeReference.Definition.Name); part != nil && !slices.Contains(found, part) {
				found = append(found, part)
			}
		}
	}
	return found, nil
}

// typesRead are the types of the fields of input objects, and of the elements of lists among them, each once.
func typesRead(objects []*codegen.Object) (found []*config.TypeReference) {
	known := map[string]bool{}
	for _, object := range objects {
		for _, field := range object.Fields {
			for r := field.TypeReference; !known[r.UnmarshalFunc()]; r = r.Elem() {
				known[r.UnmarshalFunc()] = true
				found = append(found, r)
				if !r.IsSlice() {
					break
				}
			}
		}
	}
	return found
}

// required are the bits of the fields that have to be given, by their place.
func required(object *codegen.Object) string {
	var bits uint64
	for i, field := range object.Fields {
		if field.TypeReference.GQL.NonNull && field.Default == nil {
			bits |= 1 << i
		}
	}
	return fmt.Sprintf("%#b", bits)
}

// written is the call that reads a leaf in the one form that every client writes it in.
func written(r *config.TypeReference) string {
	switch {
	case r.Definition.Kind == ast.Enum:
		var names []string
		for _, value := range r.Definition.EnumValues {
			names = append(names, fmt.Sprintf("%q", value.Name))
		}
		return "OneOf(" + strings.Join(names, ", ") + ")"
	case r.Definition.Name == "Int" || r.Definition.Name == "Float":
		return "Number()"
	case r.Definition.Name == "Boolean":
		return "Bool()"
	}
	return "Text()"
}

// isText tells whether a leaf is a text in Go too, and taken as it is.
func isText(r *config.TypeReference) bool {
	return !r.IsMarshaler && r.Unmarshaler != nil && r.Unmarshaler.FullName() == "github.com/99designs/gqlgen/graphql.UnmarshalString"
}
