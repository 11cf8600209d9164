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

// TestOperationsOfTheDocs checks each operation of the pages against the schema.
func TestOperationsOfTheDocs(t *testing.T) {
	t.Parallel()
	schema := gen.NewExecutableSchema(gen.Config{}).Schema()
	for page, least := range map[string]int{"analysis.md": 7, "open-government-pages.md": 4} {
		text, err := os.ReadFile(filepath.Join("..", "docs", page))
		if err != nil {
			t.Fatal(err)
		}
		blocks := operations.FindAllSubmatch(text, -1)
		for _, block := range blocks {
			if _, problems := gqlparser.LoadQueryWithRules(schema, string(block[1]), rules.NewDefaultRules()); problems != nil {
				t.Errorf("%s: %v\n%s", page, problems, block[1])
			}
		}
		if len(blocks) < least {
			t.Errorf("%s has only %d operations", page, len(blocks))
		}
	}
}
