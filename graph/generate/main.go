// Command generate writes schema.graphql and the generated code of graph: gqlgen's, and for package exec how each field of a query is
// read. Run it from the root of the module.
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

// generate writes the contract, then the Go types of its connections. From both gqlgen generates the rest.
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

// filePlugin is a gqlgen plugin that writes another file into the package of gqlgen's code.
type filePlugin struct {
	file, template string
	funcs          map[string]any // for the template
}

// Name is the plugin's name in gqlgen.
func (b filePlugin) Name() string { return b.file }

// GenerateCode writes the file.
func (b filePlugin) GenerateCode(data *codegen.Data) error {
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
var fields = filePlugin{"fields.go", fieldsTemplate, map[string]any{
	"reachableObjects": reachableObjects,
	"leaf":             leaf,
	"neverFails":       neverFails,
	"directLeaf":       directLeaf,
	"mayQuery":         mayQuery,
	"basicKind":        basicKind,
	"appendFunc":       appendFunc,
	"nested":           func(r *config.TypeReference) bool { return r.IsSlice() && r.Elem().IsSlice() },
	"refuse": func(f *codegen.Field) (string, error) {
		return "", fmt.Errorf("%s.%s: lists of lists of objects are not read", f.Object.Name, f.Name)
	},
}}

// reachableObjects returns the objects that a query can reach, in the order of their numbers.
func reachableObjects(data *codegen.Data) (objects []*codegen.Object) {
	reached := map[string]bool{}
	reach(data, data.QueryRoot, reached)
	for _, o := range data.Objects {
		if reached[o.Name] {
			objects = append(objects, o)
		}
	}
	return objects
}

// reach marks an object and all objects that its fields lead to, except those of introspection.
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

// neverFails tells whether reading a field always gives a value: it returns no error and no flag.
func neverFails(f *codegen.Field) bool {
	return !f.IsResolver && (f.IsVariable() || f.IsMethod() && f.NoErr && !f.VOkFunc)
}

// mayQuery tells whether reading a field may query the database: a resolver may, and a method of the API's own types, such as the
// total of a connection. A method of the domain takes a context for the reader's language and rights only.
func mayQuery(f *codegen.Field) bool {
	return f.IsResolver || f.MethodHasContext && strings.Contains(types.TypeString(f.Object.Type, nil), "/graph/model.")
}

// directLeaf tells whether a field is a leaf that can be written directly from its object.
func directLeaf(f *codegen.Field) bool {
	return leaf(f.TypeReference) && neverFails(f) && !f.MethodHasContext && len(f.Args) == 0 && !f.HasDirectives()
}

// appendFunc finds the function that appends a leaf to a text: a method AppendGQL, or AppendX next to MarshalX. It is nil if there is
// none.
func appendFunc(r *config.TypeReference) *types.Func {
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

// basicKind returns the writer's method for a leaf of a basic kind of Go, and the type that the method takes. It is empty for
// types that marshal themselves.
func basicKind(r *config.TypeReference) [2]string {
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
