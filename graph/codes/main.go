// Command codes writes the enum UserErrorCode at the end of schema.graphql from the refusals that consult declares, so that
// the contract names every problem and no other. It is run from the top of the module, before gqlgen.
package main

import (
	"fmt"
	"log"
	"os"
	"regexp"
	"strings"

	_ "minyi/domain" // it declares all codes
	"minyi/domain/civic"
)

const (
	contract = "schema.graphql"
	heading  = "# ── The names of problems "
)

// verb stands in a wording for what is known only when the problem occurs.
var verb = regexp.MustCompile(`%\[?\d*\]?[a-z]`)

func main() {
	raw, err := os.ReadFile(contract)
	if err != nil {
		log.Fatal(err)
	}
	before, _, _ := strings.Cut(string(raw), heading)
	if err := os.WriteFile(contract, []byte(before+enum()), 0o644); err != nil {
		log.Fatal(err)
	}
}

// enum writes the enum with the English wording of each code as its description.
func enum() string {
	var b strings.Builder
	b.WriteString(heading + strings.Repeat("─", 95) + "\n\n\"Every problem by its stable name.\"\nenum UserErrorCode {\n")
	for _, code := range civic.Codes() {
		fmt.Fprintf(&b, "  %q\n  %s\n", verb.ReplaceAllString(code.Wording(), "…"), code)
	}
	return b.String() + "}\n"
}
