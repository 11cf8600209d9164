package graph_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
	"minyi/graph/gen"
)

// described are the definitions of our own: those of GraphQL itself begin with two underscores or are built in.
func described(t *testing.T, visit func(*ast.Definition)) *ast.Schema {
	t.Helper()
	schema := gen.NewExecutableSchema(gen.Config{}).Schema()
	for name, definition := range schema.Types {
		if !strings.HasPrefix(name, "__") && !definition.BuiltIn {
			visit(definition)
		}
	}
	return schema
}

func TestEverythingIsDescribed(t *testing.T) {
	t.Parallel()
	described(t, func(d *ast.Definition) {
		if d.Description == "" {
			t.Errorf("%s is not described", d.Name)
		}
		for _, field := range d.Fields {
			if field.Description == "" && !strings.HasPrefix(field.Name, "__") {
				t.Errorf("%s.%s is not described", d.Name, field.Name)
			}
			for _, argument := range field.Arguments {
				if argument.Description == "" && !strings.HasPrefix(field.Name, "__") {
					t.Errorf("%s.%s(%s) is not described", d.Name, field.Name, argument.Name)
				}
			}
		}
		for _, value := range d.EnumValues {
			if value.Description == "" {
				t.Errorf("%s.%s is not described", d.Name, value.Name)
			}
		}
	})
}

// unplain are turns of phrase that cost a reader a second reading: inversions, "where" for "if", and words that only this project uses.
var unplain = regexp.MustCompile(`, first\.|\b(whoever|where|a must|mend|nothing is said|came of|stands in|put to the public|taken? back|words are|the first first)\b`)

func TestDescriptionsArePlain(t *testing.T) {
	t.Parallel()
	plain := func(name, description string) {
		if found := unplain.FindString(description); found != "" {
			t.Errorf("%s: %q is not plain English: %s", name, found, description)
		}
	}
	described(t, func(d *ast.Definition) {
		plain(d.Name, d.Description)
		for _, field := range d.Fields {
			plain(d.Name+"."+field.Name, field.Description)
			for _, argument := range field.Arguments {
				plain(d.Name+"."+field.Name+"."+argument.Name, argument.Description)
			}
		}
		for _, value := range d.EnumValues {
			plain(d.Name+"."+value.Name, value.Description)
		}
	})
}

func TestEveryMutationNamesItsRight(t *testing.T) {
	t.Parallel()
	schema := described(t, func(*ast.Definition) {})
	for _, field := range schema.Mutation.Fields {
		if field.Directives.ForName("can") == nil {
			t.Errorf("%s has no @can", field.Name)
		}
		if len(field.Arguments) != 1 || field.Arguments[0].Name != "input" || !strings.HasSuffix(field.Type.Name(), "Payload") {
			t.Errorf("%s does not take one input and give a payload of its own", field.Name)
		}
		if payload := schema.Types[field.Type.Name()]; payload.Fields.ForName("userErrors") == nil {
			t.Errorf("%s has no userErrors", payload.Name)
		}
	}
}

func TestEnumsAreThoseOfTheDomain(t *testing.T) {
	t.Parallel()
	schema := described(t, func(*ast.Definition) {})
	values := func(name string) []string {
		var found []string
		for _, value := range schema.Types[name].EnumValues {
			found = append(found, value.Name)
		}
		slices.Sort(found)
		return found
	}
	var actions, codes []string
	for action := range civic.Rights {
		actions = append(actions, string(action))
	}
	for _, code := range civic.Codes() {
		if !code.OfRequest() {
			codes = append(codes, string(code))
		}
	}
	slices.Sort(actions)
	for name, want := range map[string][]string{"Action": actions, "UserErrorCode": codes} {
		if got := values(name); !slices.Equal(got, want) {
			t.Errorf("the enum %s is\n%v\nand the domain has\n%v", name, got, want)
		}
	}
}

// TestProtectedFieldsAreNullable keeps a thing that the reader may not see whole from taking the rest of the reply with it.
func TestProtectedFieldsAreNullable(t *testing.T) {
	t.Parallel()
	described(t, func(d *ast.Definition) {
		for _, field := range d.Fields {
			if d.Name != "Mutation" && field.Directives.ForName("can") != nil && field.Type.NonNull {
				t.Errorf("%s.%s is protected and never null", d.Name, field.Name)
			}
		}
	})
}

// TestMutationsNameUserErrors holds the problems that a mutation's description names against the codes of user errors.
func TestMutationsNameUserErrors(t *testing.T) {
	t.Parallel()
	schema := described(t, func(*ast.Definition) {})
	for _, field := range schema.Mutation.Fields {
		_, problems, _ := strings.Cut(field.Description, "Problems: ")
		for _, name := range regexp.MustCompile(`[A-Z]+_[A-Z_]+`).FindAllString(problems, -1) {
			if civic.Code(name).OfRequest() {
				t.Errorf("%s names %s, which is no user error", field.Name, name)
			}
		}
	}
}
