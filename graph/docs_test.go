package graph_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"minyi/graph/gen"
)

// operations are the blocks of a page that GraphQL runs.
var operations = regexp.MustCompile("(?s)```graphql\n(.*?)```")

// TestOperationsOfTheAnalysis checks each operation of the page for analysts against the schema.
func TestOperationsOfTheAnalysis(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "docs", "analysis.md"))
	if err != nil {
		t.Fatal(err)
	}
	schema, blocks := gen.NewExecutableSchema(gen.Config{}).Schema(), operations.FindAllSubmatch(text, -1)
	for _, block := range blocks {
		if _, problems := gqlparser.LoadQueryWithRules(schema, string(block[1]), rules.NewDefaultRules()); problems != nil {
			t.Errorf("%v\n%s", problems, block[1])
		}
	}
	if len(blocks) < 7 {
		t.Errorf("there are only %d operations", len(blocks))
	}
}
