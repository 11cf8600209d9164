package pg

import (
	"regexp"
	"strings"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// shardTail is what Citus adds to the name of a constraint on one of a table's shards.
var shardTail = regexp.MustCompile(`_\d+$`)

// quoted finds names in an error's message, where Citus puts the constraint's.
var quoted = regexp.MustCompile(`"([^"]+)"`)

// Violates reports whether an error says that a unique constraint was broken. The end of the constraint's name is enough.
func Violates(err error, constraint string) bool {
	broken := pq.As(err, pqerror.UniqueViolation)
	if broken == nil {
		return false
	}
	names := []string{broken.Constraint}
	for _, match := range quoted.FindAllStringSubmatch(broken.Message, -1) {
		names = append(names, match[1])
	}
	for _, name := range names {
		if strings.HasSuffix(shardTail.ReplaceAllString(name, ""), constraint) {
			return true
		}
	}
	return false
}
