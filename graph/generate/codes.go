package main

import (
	"fmt"
	"regexp"

	"github.com/vektah/gqlparser/v2/ast"

	_ "minyi/domain" // it declares all codes
	"minyi/domain/civic"
)

// codeEnum is the enum that names every problem of an input.
const codeEnum = "UserErrorCode"

// verb stands in a wording for what is known only when the problem occurs.
var verb = regexp.MustCompile(`%\[?\d*\]?[a-z]`)

// addCodes fills the enum of codes with the codes that the domain declares, each described by its English wording.
func (c *contract) addCodes() error {
	_, enum := c.find(codeEnum)
	if enum == nil {
		return fmt.Errorf("there is no enum %s", codeEnum)
	}
	for _, code := range civic.Codes() {
		described := verb.ReplaceAllString(code.Wording(), "…")
		enum.EnumValues = append(enum.EnumValues, &ast.EnumValueDefinition{Name: string(code), Description: described})
	}
	return nil
}
