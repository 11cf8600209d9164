package main

import (
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	payloadSuffix = "Payload"
	userErrors    = "userErrors"
	assumedErrors = 2 // how many problems a payload is assumed to have, in the cost of an operation
)

// addUserErrors gives each payload of a mutation the field userErrors.
func (c *contract) addUserErrors() {
	for _, ch := range c.chapters {
		for _, d := range ch.doc.Definitions {
			if d.Kind == ast.Object && strings.HasSuffix(d.Name, payloadSuffix) {
				field := described(userErrors, ast.NonNullListType(ast.NonNullNamedType("UserError", nil), nil), "Problems to fix.")
				size := &ast.Value{Kind: ast.IntValue, Raw: strconv.Itoa(assumedErrors)}
				field.Directives = ast.DirectiveList{directive("listSize", map[string]*ast.Value{"assumedSize": size}, "assumedSize")}
				d.Fields = append(d.Fields, field)
			}
		}
	}
}
