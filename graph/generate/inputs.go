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

// inputs is a plugin of gqlgen that writes how the inputs of mutations are read straight from JSON.
type inputs struct{}

// Name names the plugin for gqlgen.
func (inputs) Name() string { return "inputs" }

// GenerateCode writes inputs.go beside gqlgen's own code.
func (inputs) GenerateCode(data *codegen.Data) error {
	return render(data, "inputs.go", inputsTemplate, map[string]any{
		"wholes":      wholes,
		"objectsRead": objectsRead,
		"typesRead":   typesRead,
		"required":    required,
		"written":     written,
		"isText":      isText,
	})
}

// wholeInput tells whether a field is a mutation of one argument, an input object.
func wholeInput(f *codegen.Field) bool {
	return f.Object.Root && f.Object.Name == "Mutation" && len(f.Args) == 1 && isObject(f.Args[0].TypeReference)
}

func isObject(r *config.TypeReference) bool { return r.Definition.Kind == ast.InputObject }

// wholes are the input objects that mutations take. Each is read only as the whole argument: none is part of another.
func wholes(data *codegen.Data) (found []*codegen.Object) {
	for _, field := range data.MutationRoot.Fields {
		if wholeInput(field) {
			found = append(found, data.Inputs.ByName(field.Args[0].TypeReference.Definition.Name))
		}
	}
	return found
}

// objectsRead are the input objects that mutations take, and then those that are parts of them.
func objectsRead(data *codegen.Data) ([]*codegen.Object, error) {
	found := wholes(data)
	whole := len(found)
	for i := 0; i < len(found); i++ {
		for _, field := range found[i].Fields {
			if field.IsResolver || field.HasDirectives() || field.TypeReference.IsOmittable || len(found[i].Fields) > 64 {
				return nil, fmt.Errorf("%s.%s cannot be read straight", found[i].Name, field.Name)
			}
			if !isObject(field.TypeReference) {
				continue
			}
			part := data.Inputs.ByName(field.TypeReference.Definition.Name)
			switch at := slices.Index(found, part); {
			case at < 0:
				found = append(found, part)
			case at < whole:
				return nil, fmt.Errorf("%s is a part of %s, and a mutation takes it too", part.Name, found[i].Name)
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
