// Command generate makes the code of graph/gen: gqlgen's, and beside it how each field of a query is read, for package exec. It is run from the top of the module.
package main

import (
	_ "embed"
	"fmt"
	"go/types"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
)

func main() {
	if err := generate(); err != nil {
		log.Fatal(err)
	}
}

// generate writes the contract first, then the Go types of its connections, and has gqlgen write the rest from both.
func generate() error {
	contract, err := readContract()
	if err != nil {
		return err
	}
	if err := os.WriteFile("schema.graphql", contract.text(), 0o644); err != nil {
		return err
	}
	if err := contract.writeConnections(); err != nil {
		return err
	}
	settings, err := config.LoadConfig("gqlgen.yml")
	if err != nil {
		return err
	}
	return api.Generate(settings, api.AddPlugin(fields), api.AddPlugin(roots{contract.rooms}))
}

// beside is a plugin of gqlgen that writes a file beside gqlgen's own code, from what gqlgen has bound the schema to.
type beside struct {
	file, template string
	funcs          map[string]any // that the template calls
}

// Name names the plugin for gqlgen.
func (b beside) Name() string { return b.file }

// GenerateCode writes the file.
func (b beside) GenerateCode(data *codegen.Data) error {
	return templates.Render(templates.Options{
		PackageName:     data.Config.Exec.Package,
		Template:        b.template,
		Filename:        filepath.Join(data.Config.Exec.Dir(), b.file),
		GeneratedHeader: true,
		Data:            data,
		Packages:        data.Config.Packages,
		Funcs:           b.funcs,
	})
}

//go:embed fields.gotpl
var fieldsTemplate string

// fields writes how fields are read.
var fields = beside{"fields.go", fieldsTemplate, map[string]any{
	"numbered": numbered,
	"leaf":     leaf,
	"sure":     sure,
	"inPlace":  inPlace,
	"waits":    waits,
	"basic":    basic,
	"appends":  appends,
	"nested":   func(r *config.TypeReference) bool { return r.IsSlice() && r.Elem().IsSlice() },
	"refuse": func(f *codegen.Field) (string, error) {
		return "", fmt.Errorf("%s.%s: lists of lists of objects are not read", f.Object.Name, f.Name)
	},
}}

// numbered are the objects that package exec reads, in the order of their numbers: those that a query can reach.
func numbered(data *codegen.Data) (objects []*codegen.Object) {
	reached := map[string]bool{}
	reach(data, data.QueryRoot, reached)
	for _, o := range data.Objects {
		if reached[o.Name] {
			objects = append(objects, o)
		}
	}
	return objects
}

// reach notes an object and all objects that its fields lead to, but for those of introspection.
func reach(data *codegen.Data, from *codegen.Object, reached map[string]bool) {
	if from == nil || reached[from.Name] || from.BuiltIn {
		return
	}
	reached[from.Name] = true
	for _, field := range from.Fields {
		for _, to := range data.Schema.GetPossibleTypes(field.TypeReference.Definition) {
			reach(data, data.Objects.ByName(to.Name), reached)
		}
	}
}

func leaf(r *config.TypeReference) bool { return r.Definition.IsLeafType() }

// sure tells whether reading a field gives a value and nothing else: no error, and no word on whether there is one.
func sure(f *codegen.Field) bool {
	return !f.IsResolver && (f.IsVariable() || f.IsMethod() && f.NoErr && !f.VOkFunc)
}

// waits tells whether reading a field may ask the database: a resolver may, and a method of the API's own types, such as the
// total of a connection. A method of the domain has a context for the reader's language and rights, and no database.
func waits(f *codegen.Field) bool {
	return f.IsResolver || f.MethodHasContext && strings.Contains(types.TypeString(f.Object.Type, nil), "/graph/model.")
}

// inPlace tells whether a field is a leaf that can be written from where it lies in its object.
func inPlace(f *codegen.Field) bool {
	return leaf(f.TypeReference) && sure(f) && !f.MethodHasContext && len(f.Args) == 0 && !f.HasDirectives()
}

// appends finds what appends a leaf to a text where there is such a thing beside what marshals it: a method AppendGQL, or
// AppendX beside MarshalX.
func appends(r *config.TypeReference) *types.Func {
	if r.IsMarshaler {
		method, _, _ := types.LookupFieldOrMethod(r.GO, true, nil, "AppendGQL")
		found, _ := method.(*types.Func)
		return found
	}
	if r.Marshaler == nil {
		return nil
	}
	found, _ := r.Marshaler.Pkg().Scope().Lookup(strings.Replace(r.Marshaler.Name(), "Marshal", "Append", 1)).(*types.Func)
	return found
}

// basic names the writer's method for a leaf that is one of Go's own kinds of values, and the type that the method takes; empty
// for those that write themselves.
func basic(r *config.TypeReference) [2]string {
	if r.IsMarshaler {
		return [2]string{}
	}
	switch kind := r.GO.Underlying().String(); kind {
	case "string":
		return [2]string{"String", "string"}
	case "bool":
		return [2]string{"Bool", "bool"}
	case "int", "int32", "int64":
		return [2]string{"Int", "int64"}
	case "float64":
		return [2]string{"Float", "float64"}
	}
	return [2]string{}
}
