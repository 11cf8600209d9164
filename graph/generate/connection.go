package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
)

// pagingArguments lists the arguments of every connection with their types and descriptions.
var pagingArguments = [][3]string{
	{"first", "Int", "The number of objects from the start of the list. The default is 20, the maximum is 100."},
	{"after", "String", "Read the objects after this cursor."},
	{"last", "Int", "The number of objects from the end of the list. The maximum is 100."},
	{"before", "String", "Read the objects before this cursor."},
}

const connectionSuffix = "Connection"

// connect gives every field that leads to a connection its paging arguments, and writes the types XConnection and XEdge for each X.
func (c *contract) connect() {
	for _, ch := range slices.Clone(c.chapters) {
		for _, d := range slices.Clone(ch.doc.Definitions) {
			for _, f := range d.Fields {
				if strings.HasSuffix(f.Type.Name(), connectionSuffix) {
					page(f)
					c.declareConnection(strings.TrimSuffix(f.Type.Name(), connectionSuffix))
				}
			}
		}
	}
}

// page adds the missing paging arguments to a field, before its other arguments.
func page(f *ast.FieldDefinition) {
	var added ast.ArgumentDefinitionList
	for _, a := range pagingArguments {
		own := f.Arguments.ForName(a[0])
		if own == nil {
			own = &ast.ArgumentDefinition{Name: a[0], Type: ast.NamedType(a[1], nil), Description: a[2]}
		}
		added = append(added, own)
	}
	for _, own := range f.Arguments {
		if !slices.Contains(added, own) {
			added = append(added, own)
		}
	}
	f.Arguments = added
	if f.Directives.ForName("listSize") == nil {
		f.Directives = append(f.Directives, pageSize)
	}
}

// pageSize declares the length of a page for the cost of an operation.
var pageSize = directive("listSize", map[string]*ast.Value{
	"assumedSize":               {Kind: ast.IntValue, Raw: strconv.Itoa(civic.DefaultPageSize)},
	"slicingArguments":          texts("first", "last"),
	"sizedFields":               texts("edges", "nodes"),
	"requireOneSlicingArgument": {Kind: ast.BooleanValue, Raw: "false"},
}, "assumedSize", "slicingArguments", "sizedFields", "requireOneSlicingArgument")

// pageCost and totalCost declare the cost of a page and of its total: each is a separate statement. A unit takes about ten microseconds of the server
// and the database.
var pageCost, totalCost = cost("25"), cost("15")

func cost(weight string) *ast.Directive {
	return directive("cost", map[string]*ast.Value{"weight": {Kind: ast.StringValue, Raw: weight}}, "weight")
}

// directive returns the use of a directive with its arguments in the given order.
func directive(name string, values map[string]*ast.Value, order ...string) *ast.Directive {
	d := &ast.Directive{Name: name}
	for _, argument := range order {
		d.Arguments = append(d.Arguments, &ast.Argument{Name: argument, Value: values[argument]})
	}
	return d
}

// texts returns a list of texts as the value of an argument.
func texts(of ...string) *ast.Value {
	list := &ast.Value{Kind: ast.ListValue}
	for _, text := range of {
		list.Children = append(list.Children, &ast.ChildValue{Value: &ast.Value{Kind: ast.StringValue, Raw: text}})
	}
	return list
}

// declareConnection adds XConnection and XEdge after X, unless they are declared.
func (c *contract) declareConnection(node string) {
	if _, known := c.find(node + connectionSuffix); known != nil {
		return
	}
	home, of := c.find(node)
	if home == nil {
		return // the loader of the schema names the type that is missing
	}
	at := slices.Index(home.doc.Definitions, of) + 1
	home.doc.Definitions = slices.Insert(home.doc.Definitions, at, connectionOf(node), edgeOf(node))
}

func connectionOf(node string) *ast.Definition {
	total := described("totalCount", ast.NonNullNamedType("Int", nil), "The number of objects in the whole list.")
	total.Directives = ast.DirectiveList{totalCost}
	connection := object(node+connectionSuffix, "A page of a list of "+node+" objects.",
		described("edges", ast.NonNullListType(ast.NonNullNamedType(node+"Edge", nil), nil), "The objects with their cursors."),
		described("nodes", ast.NonNullListType(ast.NonNullNamedType(node, nil), nil), "The objects."),
		described("pageInfo", ast.NonNullNamedType("PageInfo", nil), "The position of the page in its list."), total)
	connection.Directives = ast.DirectiveList{pageCost}
	return connection
}

func edgeOf(node string) *ast.Definition {
	return object(node+"Edge", "An object of a list with its cursor.",
		described("cursor", ast.NonNullNamedType("String", nil), "The cursor: the position in the list."),
		described("node", ast.NonNullNamedType(node, nil), "The object."))
}

func object(name, description string, fields ...*ast.FieldDefinition) *ast.Definition {
	return &ast.Definition{Kind: ast.Object, Name: name, Description: description, Fields: fields}
}

func described(name string, of *ast.Type, description string) *ast.FieldDefinition {
	return &ast.FieldDefinition{Name: name, Type: of, Description: description}
}

// connected lists the X of each XConnection in the order of the contract.
func (c *contract) connected() (nodes []string) {
	for _, ch := range c.chapters {
		for _, d := range ch.doc.Definitions {
			if node, is := strings.CutSuffix(d.Name, connectionSuffix); is {
				nodes = append(nodes, node)
			}
		}
	}
	return nodes
}
