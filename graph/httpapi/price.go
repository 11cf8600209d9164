package httpapi

import (
	"fmt"
	"math"
	"strconv"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
)

// amount is a cost in hundredths of a unit, so that sums are exact.
type amount int64

// unit is one unit of cost.
const unit amount = 100

// What counts where the schema has no @cost. The numbers follow the work: an object is a row that is found, checked and written, a
// scalar is a value that lies in its row, and a mutation is a transaction. A page of a connection is a statement of its own for
// each of its parents; its type says so in the schema. Other relations are read in one statement for a whole level.
const (
	objectPrice   = 1 * unit
	leafPrice     = unit / 10
	mutationPrice = 10 * unit
)

// schemaPrice is what __schema costs. The whole schema with its descriptions takes a tenth of a second, so that an operation may have it four times.
const schemaPrice = 20_000 * unit

// introspectionList is how long lists of GraphQL's own types count: the schema is read from memory.
const introspectionList = 10

// price says what a field costs.
type price struct {
	once  amount       // for reading it, whatever it gives
	each  amount       // for each object or value that it gives
	given []givenPrice // for what its arguments say
	list  *listSize    // nil where the schema has no @listSize
}

// givenPrice is what a field of an input adds, where it is given.
type givenPrice struct {
	argument, field string
	amount          amount
}

// givenPrices are the prices of the fields of a field's inputs.
func givenPrices(schema *ast.Schema, of *ast.FieldDefinition) (found []givenPrice) {
	for _, argument := range of.Arguments {
		for _, field := range schema.Types[argument.Type.Name()].Fields {
			if amount := weight(field.Directives, 0); amount > 0 {
				found = append(found, givenPrice{argument.Name, field.Name, amount})
			}
		}
	}
	return found
}

// listSize is a @listSize directive.
type listSize struct {
	assumed int
	slicing []string // the arguments that say the length
	sized   []string // the fields under it that have the length
}

// prices are the prices of all fields of the schema.
var prices = sync.OnceValue(func() map[*ast.FieldDefinition]price {
	known, schema := map[*ast.FieldDefinition]price{}, contract()
	for _, definition := range schema.Types {
		for _, field := range definition.Fields {
			known[field] = priceOf(schema, definition, field)
		}
	}
	return known
})

// priceOf reads the price of a field from its directives and those of its type.
func priceOf(schema *ast.Schema, of *ast.Definition, field *ast.FieldDefinition) price {
	var once amount
	if of == schema.Mutation {
		once = mutationPrice
	}
	given := schema.Types[field.Type.Name()]
	each := objectPrice
	if given.IsLeafType() {
		each = leafPrice
	}
	return price{
		once:  weight(field.Directives, once),
		each:  weight(given.Directives, each),
		given: givenPrices(schema, field),
		list:  listSizeOf(field),
	}
}

// weight reads a @cost directive. A weight that is no number is a mistake in the schema.
func weight(directives ast.DirectiveList, otherwise amount) amount {
	cost := directives.ForName("cost")
	if cost == nil {
		return otherwise
	}
	weight, err := strconv.ParseFloat(cost.Arguments.ForName("weight").Value.Raw, 64)
	if err != nil {
		panic(fmt.Sprintf("schema.graphql: the weight of a @cost: %v", err))
	}
	return amount(math.Round(weight * float64(unit)))
}

// listSizeOf reads the @listSize directive of a field; nil where it has none.
func listSizeOf(field *ast.FieldDefinition) *listSize {
	directive := field.Directives.ForName("listSize")
	if directive == nil {
		return nil
	}
	said := directive.ArgumentMap(nil)
	assumed, _ := said["assumedSize"].(int64)
	return &listSize{assumed: int(assumed), slicing: texts(said["slicingArguments"]), sized: texts(said["sizedFields"])}
}

// texts are the texts of a list in a directive.
func texts(list any) []string {
	values, _ := list.([]any)
	found := make([]string, len(values))
	for i, value := range values {
		found[i] = fmt.Sprint(value)
	}
	return found
}
