package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/codegen"
)

// folder is what is written by hand in a folder of Go code.
type folder struct {
	funcs    map[string]*ast.FuncDecl // by their names; a method by its receiver's type too, such as "CommentResolver.Body"
	declared map[string]string        // the variables that declare relations, by their fields, such as "Comment.clause"
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
		of.funcs[receiver(found)+found.Name.Name] = found
		return false
	case *ast.ValueSpec:
		for i, value := range found.Values {
			if field := related(value); field != "" {
				of.declared[field] = found.Names[i].Name
			}
		}
	}
	return true
}

// receiver is the type that a function is a method of, with a dot; empty for a plain function.
func receiver(of *ast.FuncDecl) string {
	if of.Recv == nil {
		return ""
	}
	typ := of.Recv.List[0].Type
	if pointer, is := typ.(*ast.StarExpr); is {
		typ = pointer.X
	}
	if name, is := typ.(*ast.Ident); is {
		return name.Name + "."
	}
	return ""
}

// related is the field that a value such as graph.Relate("Comment.clause", …) declares; empty for other values.
func related(value ast.Expr) (field string) {
	ast.Inspect(value, func(node ast.Node) bool {
		call, is := node.(*ast.CallExpr)
		if !is || field != "" {
			return field == ""
		}
		function, is := call.Fun.(*ast.SelectorExpr)
		if !is || !strings.HasPrefix(function.Sel.Name, "Relate") {
			return true
		}
		if literal, is := call.Args[0].(*ast.BasicLit); is {
			field, _ = strconv.Unquote(literal.Value)
		}
		return false
	})
	return field
}

// relation is a field whose resolver only loads a relation: the variable that declares it, and the method that loads it.
type relation struct {
	*codegen.Field
	Variable, Method string
}

// relations lists the relations among the fields of an object. A field with a resolver that is written by hand is not one.
func (of folder) relations(fields []*codegen.Field) (all []relation) {
	for _, f := range fields {
		variable := of.declared[f.Object.Name+"."+f.Name]
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
func resolverOf(f *codegen.Field) string { return f.Object.Name + "Resolver." + f.GoFieldName }
