package httpapi

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

// secret refuses to tell the schema.
func secret(observers *core.Events, complain core.AddErrFunc) {
	observers.OnField(func(_ *core.Walker, field *ast.Field) {
		if field.Name == "__schema" || field.Name == "__type" {
			complain(core.Message("Introspection is off."), core.At(field.Position))
		}
	})
}

// discreet are the rules of GraphQL for a schema that is not told: no complaint names what else there is in it.
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
	all.AddRule("Secret", secret)
	return all
}

// EnumValues are the values of an enum in the order of the contract; none if there is no such enum.
func EnumValues(enum string) (values []string) {
	if of := contract().Types[enum]; of != nil {
		for _, v := range of.EnumValues {
			values = append(values, v.Name)
		}
	}
	return values
}
