package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/99designs/gqlgen/codegen"
)

// roomCode is what is written by hand in a folder of graph/.
type roomCode string

// readRoom reads the Go files of a room but for tests and what is generated.
func readRoom(folder string) (roomCode, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_gen.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		all.Write(text)
	}
	return roomCode(all.String()), nil
}

// relation is a field whose resolver only loads a relation: the variable that declares it, and the method that loads it.
type relation struct {
	*codegen.Field
	Variable, Method string
}

// declared finds the variables that declare relations, such as commentClause = graph.Relate("Comment.clause", …).
var declared = regexp.MustCompile(`(\w+)\s*=\s*graph\.Relate\w*\("([\w.]+)"`)

// relations lists the relations of an object. A field with a resolver that is written by hand is not among them.
func (code roomCode) relations(of own) (all []relation) {
	variables := map[string]string{}
	for _, found := range declared.FindAllStringSubmatch(string(code), -1) {
		variables[found[2]] = found[1]
	}
	for _, f := range of.fields {
		variable := variables[of.Object+"."+f.Name]
		byHand := strings.Contains(string(code), "func (r *"+of.Object+"Resolver) "+f.GoFieldName+"(")
		if variable == "" || byHand {
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
