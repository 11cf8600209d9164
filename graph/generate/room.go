package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/codegen"
)

// folder is what is written by hand in a folder of Go code.
type folder struct {
	funcs    map[string]*ast.FuncDecl // by their names; a method by its receiver's type too, such as "*CommentResolver.Body"
	declared map[string]string        // the variables that declare relations, by their fields in quotes, such as `"Comment.clause"`
}

// readFolder reads the Go files of a folder, except tests and generated files. A folder that does not exist is empty.
func readFolder(path string) (folder, error) {
	of := folder{map[string]*ast.FuncDecl{}, map[string]string{}}
	files, err := filepath.Glob(filepath.Join(path, "*.go"))
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_gen.go") {
			continue
		}
		code, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return of, err
		}
		ast.Inspect(code, of.read)
	}
	return of, err
}

// read notes a function, or a variable that declares a relation.
func (of folder) read(node ast.Node) bool {
	switch found := node.(type) {
	case *ast.FuncDecl:
		name := found.Name.Name
		if found.Recv != nil {
			name = types.ExprString(found.Recv.List[0].Type) + "." + name
		}
		of.funcs[name] = found
		return false
	case *ast.ValueSpec:
		for i, value := range found.Values {
			ast.Inspect(value, func(part ast.Node) bool {
				if call, is := part.(*ast.CallExpr); is && strings.HasPrefix(types.ExprString(call.Fun), "graph.Relate") {
					of.declared[types.ExprString(call.Args[0])] = found.Names[i].Name
				}
				return true
			})
		}
	}
	return true
}

// relation is a field whose resolver only loads a relation: the variable that declares it, and the method that loads it.
type relation struct {
	*codegen.Field
	Variable, Method string
}

// relations lists the relations among the fields of an object. A field with a resolver that is written by hand is not one.
func (of folder) relations(fields []*codegen.Field) (all []relation) {
	for _, f := range fields {
		variable := of.declared[strconv.Quote(f.Object.Name+"."+f.Name)]
		if variable == "" || of.funcs[resolverOf(f)] != nil {
			continue
		}
		method := "Value" // a list, or a value that is its zero where nothing is found
		if f.TypeReference.IsPtr() {
			method = "Load"
		}
		all = append(all, relation{f, variable, method})
	}
	return all
}

// resolverOf is the name of the method that resolves a field.
func resolverOf(f *codegen.Field) string { return "*" + f.Object.Name + "Resolver." + f.GoFieldName }
