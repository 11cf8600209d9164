package trust

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// AuditEntry is one action of a staff member as the audit log keeps it. Its JSON, without the hash, is what is hashed.
type AuditEntry struct {
	Seq          int              `db:"seq" json:"seq"` // 1, 2, 3 … without a gap
	Key          uuid.UUID        `db:"id" json:"id"`
	At           time.Time        `db:"at" json:"at"`
	Account      uuid.UUID        `db:"account" json:"account"` // no field of the API leads to it
	Actor        string           `db:"actor" json:"actor"`
	Grants       civic.RoleGrants `db:"roles" json:"roles"` // the roles that allowed it
	Action       string           `db:"action" json:"action"`
	Department   *string          `db:"department" json:"department"` // the code; nil where it concerns the platform
	Subject      *string          `db:"subject" json:"subject"`       // the id of what was acted on; nil for what has none
	Summary      string           `db:"summary" json:"summary"`
	PreviousHash string           `db:"previous_hash" json:"previousHash"` // empty in the first entry
	Hash         string           `db:"hash" json:"-"`
}

// Roles are those that allowed it.
func (e AuditEntry) Roles() []civic.RoleGrant { return e.Grants }

// Chained gives the entry its place after another one's hash, and its own.
func (e AuditEntry) Chained(seq int, previousHash string) AuditEntry {
	e.Seq, e.PreviousHash = seq, previousHash
	e.Hash = e.Rehash()
	return e
}

// Rehash is the SHA-256 in hexadecimal of all that the entry says, the hash of the one before it included.
func (e AuditEntry) Rehash() string {
	e.At = e.At.UTC()
	raw, _ := json.Marshal(e)
	return sha256Hex(raw)
}

// SubjectID is the id of what was acted on; nil for what has none.
func (e AuditEntry) SubjectID() (*civic.ID, error) {
	if e.Subject == nil {
		return nil, nil
	}
	id, err := civic.ParseID(*e.Subject)
	return &id, err
}

// ActionOf is the name of the mutation that takes an input: that of CreateDepartmentInput is createDepartment.
func ActionOf(input any) string {
	name := strings.TrimSuffix(reflect.TypeOf(input).Name(), "Input")
	return strings.ToLower(name[:1]) + name[1:]
}

// named are texts that name a thing, such as ids, codes, keys, days and hashes; people's words are never among them alone.
var named = regexp.MustCompile(`^[A-Za-z0-9_.:-]{0,64}$`)

// mostSummed is how many items of a list a summary names; of longer ones it keeps the hash.
const mostSummed = 20

// SummaryOf is an input as the audit log keeps it, as JSON. The log is never cleared, so that what people wrote is not in it:
// of words and long lists it holds the SHA-256 of their JSON, by which they can be recognized where they still stand.
func SummaryOf(input any) string {
	raw, _ := json.Marshal(input)
	var document map[string]any
	_ = json.Unmarshal(raw, &document)
	delete(document, "IdempotencyKey")
	raw, _ = json.Marshal(summed(document))
	return string(raw)
}

// summed is a value of an input without words, and with its fields named as the API names them.
func summed(value any) any {
	switch v := value.(type) {
	case map[string]any:
		fields := make(map[string]any, len(v))
		for name, field := range v {
			if field != nil {
				fields[civic.FieldName(name)] = summed(field)
			}
		}
		return fields
	case []any:
		if len(v) > mostSummed {
			return map[string]any{"count": len(v), "sha256": hashOfJSON(v)}
		}
		items := slices.Clone(v)
		for i := range items {
			items[i] = summed(items[i])
		}
		return items
	case string:
		if !named.MatchString(v) {
			return map[string]any{"sha256": hashOfJSON(v)}
		}
	}
	return value
}

// hashOfJSON is the SHA-256 in hexadecimal of a value's JSON.
func hashOfJSON(value any) string {
	raw, _ := json.Marshal(value)
	return sha256Hex(raw)
}

func sha256Hex(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// AuditFilter says which entries of the audit log to list.
type AuditFilter struct {
	From         *time.Time
	To           *time.Time
	Action       *string   `validate:"omitempty,max=100,printascii"`
	DepartmentID *civic.ID `validate:"omitempty,id=D"`
	Actor        *string   `validate:"omitempty,words=200"`
	SubjectID    *civic.ID
}

// Check holds the filter against its rules and gives all problems at once.
func (f AuditFilter) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(f))
	if f.SubjectID != nil && f.SubjectID.Kind == "" {
		problems.Add(civic.BadID, "subjectId")
	}
	return problems.Err()
}
