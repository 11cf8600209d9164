package pg

import (
	"errors"
	"fmt"
	"strings"

	"minyi/domain/civic"
)

// CheckFilter checks a list's filter. The fields of its problems begin with filter.
func CheckFilter(filter any) error { return Under("filter", civic.Check(filter)) }

// Under puts the fields of problems below a field.
func Under(field string, err error) error {
	var problems civic.Problems
	if !errors.As(err, &problems) {
		return err
	}
	for i, p := range problems {
		problems[i].Field = strings.TrimSuffix(field+"."+p.Field, ".")
	}
	return problems
}

// KeyOf is the key of an id that may be missing.
func KeyOf(id *civic.ID) any {
	if id == nil {
		return nil
	}
	return id.Key
}

// Holds is the condition that a text holds a folded phrase. The text is compared as its folded column has it, or as it is while the server
// has not folded it.
func Holds(folded, text, phrase string) string {
	return fmt.Sprintf(`strpos(COALESCE(%s, CAST(%s AS text)), %s) > 0`, folded, text, phrase)
}

// Folded is a phrase as searches compare it; nil where there is none.
func Folded(phrase *string) *string {
	if phrase == nil {
		return nil
	}
	return new(civic.Fold(*phrase))
}

// LikePattern is the LIKE pattern of texts that hold what a person looks for, whose own % and _ stand for themselves.
func LikePattern(wanted *string) *string {
	if wanted == nil {
		return nil
	}
	pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(*wanted) + "%"
	return &pattern
}
