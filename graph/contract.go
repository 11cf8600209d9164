package graph

import (
	"sync"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"minyi"
)

// contract is the schema without @defer: an answer comes whole.
var contract = sync.OnceValue(func() *ast.Schema {
	schema := gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphql", Input: minyi.Schema})
	delete(schema.Directives, "defer")
	return schema
})

// discreet are the rules of GraphQL whose complaints do not name what else there is in the schema.
func discreet() *rules.Rules {
	all := rules.NewDefaultRules()
	for loud, quiet := range map[string]core.Rule{
		rules.KnownArgumentNamesRule.Name:  rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRule.Name:      rules.KnownTypeNamesRuleWithoutSuggestions,
		rules.ValuesOfCorrectTypeRule.Name: rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
	} {
		all.RemoveRule(loud)
		all.AddRule(quiet.Name, quiet.RuleFunc)
	}
	return all
}
