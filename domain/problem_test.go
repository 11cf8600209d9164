package domain_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
)

// TestPhrases holds both wordings of every code against each other: what one mentions the other mentions too.
func TestPhrases(t *testing.T) {
	t.Parallel()
	verb := regexp.MustCompile(`%\[?\d*\]?[a-z]`)
	for _, code := range civic.Codes() {
		words := code.Words()
		zh, en := verb.FindAllString(words[civic.Chinese], -1), verb.FindAllString(words[civic.English], -1)
		slices.Sort(zh)
		slices.Sort(en)
		if !slices.Equal(zh, en) {
			t.Errorf("%s mentions %v in Chinese and %v in English", code, zh, en)
		}
		if words[civic.Chinese] == "" || words[civic.English] == "" {
			t.Errorf("%s lacks a wording", code)
		}
	}
}

// TestRefusalsFitTheirPhrases reads the program: wherever a code is refused, it is given as many arguments as its wording
// has verbs. A message would otherwise show a verb, or a complaint of fmt's, to the public.
func TestRefusalsFitTheirPhrases(t *testing.T) {
	t.Parallel()
	files := token.NewFileSet()
	var sources []*ast.File
	for _, room := range []string{"*", "../db", "../db/*", "../graph", "../graph/*", "../server", "../server/*"} {
		names, _ := filepath.Glob(filepath.Join(room, "*.go"))
		for _, name := range names {
			source, err := parser.ParseFile(files, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(name, "_test.go") {
				sources = append(sources, source)
			}
		}
	}
	verbs, refused := verbsOfCodes(sources), 0
	for _, source := range sources {
		ast.Inspect(source, func(n ast.Node) bool {
			call, isCall := n.(*ast.CallExpr)
			if !isCall || call.Ellipsis.IsValid() || len(call.Args) < 2 || !slices.Contains([]string{"Refuse", "Add"}, lastName(call.Fun)) {
				return true
			}
			if want, isCode := verbs[lastName(call.Args[0])]; isCode {
				refused++
				if given := len(call.Args) - 2; given != want {
					t.Errorf("%s: %s has %d arguments, its wording takes %d", files.Position(call.Pos()), lastName(call.Args[0]), given, want)
				}
			}
			return true
		})
	}
	if refused < 50 {
		t.Errorf("only %d refusals were found", refused)
	}
}

// verbsOfCodes gives, by the variable that a code is declared as, how many arguments its wording takes.
func verbsOfCodes(sources []*ast.File) map[string]int {
	verbs := map[string]int{}
	for _, source := range sources {
		ast.Inspect(source, func(n ast.Node) bool {
			spec, isSpec := n.(*ast.ValueSpec)
			if !isSpec || len(spec.Values) != 1 {
				return true
			}
			if call, isCall := spec.Values[0].(*ast.CallExpr); isCall && lastName(call.Fun) == "NewCode" {
				name := strings.Trim(call.Args[0].(*ast.BasicLit).Value, `"`)
				verbs[spec.Names[0].Name] = verbsOf(civic.Code(name).Wording())
			}
			return true
		})
	}
	return verbs
}

// verbsOf counts the arguments that a wording takes, by giving it too many and counting what fmt complains of.
func verbsOf(wording string) int {
	const many = 9
	said := fmt.Sprintf(wording, make([]any, many)...)
	_, extra, complains := strings.Cut(said, "%!(EXTRA ")
	if !complains {
		return many
	}
	return many - strings.Count(extra, "<nil>")
}

// lastName is the last part of a name: Refuse of consult.Refuse.
func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
