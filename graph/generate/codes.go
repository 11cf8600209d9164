package main

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"

	_ "minyi/domain" // it declares all codes
	"minyi/domain/civic"
)

// codeEnum is the enum of the codes of user errors.
const codeEnum = "UserErrorCode"

// addCodes fills the enum of codes with the codes of user errors that the domain declares, each described by its English wording.
func (c *contract) addCodes() error {
	_, enum := c.find(codeEnum)
	if enum == nil {
		return fmt.Errorf("there is no enum %s", codeEnum)
	}
	for _, code := range civic.Codes() {
		if !code.OfRequest() {
			enum.EnumValues = append(enum.EnumValues, &ast.EnumValueDefinition{Name: string(code), Description: code.Wording()})
		}
	}
	return nil
}
