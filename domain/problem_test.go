package domain_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
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
	for _, code := range civic.Codes() {
		words := code.Words()
		zh, en := mentioned(words[civic.Chinese]), mentioned(words[civic.English])
		if !slices.Equal(zh, en) {
			t.Errorf("%s mentions %v in Chinese and %v in English", code, zh, en)
		}
		if strings.Contains(words[civic.English]+words[civic.Chinese], "%") {
			t.Errorf("%s has a verb of fmt", code)
		}
		if words[civic.Chinese] == "" || words[civic.English] == "" {
			t.Errorf("%s lacks a wording", code)
		}
	}
}

// mentioned lists the names of the facts in a wording, sorted.
func mentioned(wording string) []string {
	names := regexp.MustCompile(`\{\w+\}`).FindAllString(wording, -1)
	slices.Sort(names)
	return names
}

// program reads the sources of the rooms.
func program(t *testing.T) (files *token.FileSet, sources []*ast.File) {
	files = token.NewFileSet()
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
	return files, sources
}

// TestRefusalsFitTheirPhrases reads the program: wherever a code is refused, it is given the facts that its wording mentions. A message would
// otherwise show a name in braces to the public.
func TestRefusalsFitTheirPhrases(t *testing.T) {
	t.Parallel()
	files, sources := program(t)
	codes, refused := codesOf(sources), 0
	for _, source := range sources {
		ast.Inspect(source, func(n ast.Node) bool {
			call, isCall := n.(*ast.CallExpr)
			if !isCall || call.Ellipsis.IsValid() || len(call.Args) < 2 || !slices.Contains([]string{"Refuse", "Add"}, lastName(call.Fun)) {
				return true
			}
			if code, isCode := codes[lastName(call.Args[0])]; isCode {
				refused++
				if given, want := factsOf(call.Args[2:]), mentioned(code.Wording()); !slices.Equal(given, want) {
					t.Errorf("%s: %s has the facts %v, its wording mentions %v", files.Position(call.Pos()), code, given, want)
				}
			}
			return true
		})
	}
	if refused < 50 {
		t.Errorf("only %d refusals were found", refused)
	}
}

// TestCodesStandWhereTheyBelong reads the program: a rule of the domain or the database refuses each user error, and no function gathers a
// code of requests together with user errors.
func TestCodesStandWhereTheyBelong(t *testing.T) {
	t.Parallel()
	files, sources := program(t)
	codes, refused := codesOf(sources), map[civic.Code]bool{}
	for _, source := range sources {
		inRule := !strings.HasPrefix(files.Position(source.Pos()).Filename, "../graph") && !strings.HasPrefix(files.Position(source.Pos()).Filename, "../server")
		for _, declared := range source.Decls {
			kinds := map[bool]bool{}
			ast.Inspect(declared, func(n ast.Node) bool {
				var code civic.Code
				switch n := n.(type) {
				case *ast.CallExpr:
					if name := lastName(n.Fun); len(n.Args) > 0 && slices.Contains([]string{"Refuse", "Add", "refuse"}, name) {
						if code = codes[lastName(n.Args[0])]; code != "" && name != "Refuse" {
							kinds[code.OfRequest()] = true
						}
					}
				case *ast.KeyValueExpr:
					if lastName(n.Key) == "Code" {
						code = codes[lastName(n.Value)]
					}
				}
				refused[code] = refused[code] || inRule && code != ""
				return true
			})
			if len(kinds) > 1 {
				t.Errorf("%s gathers a code of requests with user errors", files.Position(declared.Pos()))
			}
		}
	}
	listed, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range codes {
		if code.OfRequest() && !strings.Contains(string(listed), "`"+string(code)+"`") {
			t.Errorf("docs/api.md does not list %s", code)
		}
		if !code.OfRequest() && !refused[code] {
			t.Errorf("%s is among UserErrorCode, and no rule refuses it", code)
		}
	}
}

// factsOf lists the names of the facts of a call, as a wording writes them, sorted.
func factsOf(args []ast.Expr) (names []string) {
	for _, arg := range args {
		switch arg := arg.(type) {
		case *ast.CallExpr:
			if name := strings.ToLower(lastName(arg.Fun)); name == "titlefact" {
				names = append(names, "{question}")
			} else {
				names = append(names, "{"+name+"}")
			}
		}
	}
	slices.Sort(names)
	return names
}

// codesOf gives the codes by the variables that they are declared as.
func codesOf(sources []*ast.File) map[string]civic.Code {
	codes := map[string]civic.Code{}
	for _, source := range sources {
		ast.Inspect(source, func(n ast.Node) bool {
			spec, isSpec := n.(*ast.ValueSpec)
			if !isSpec || len(spec.Values) != 1 {
				return true
			}
			if call, isCall := spec.Values[0].(*ast.CallExpr); isCall && slices.Contains([]string{"NewCode", "NewRequestCode"}, lastName(call.Fun)) {
				codes[spec.Names[0].Name] = civic.Code(strings.Trim(call.Args[0].(*ast.BasicLit).Value, `"`))
			}
			return true
		})
	}
	return codes
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
