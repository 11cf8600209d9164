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

// ReadAudit is a right; the enum Action in the schema describes it.
var ReadAudit = civic.NewAction("READ_AUDIT", civic.Auditor)

// AuditEntry is one action of a staff member in the audit log. Its hash is the SHA-256 of its JSON, which contains the hash
// of the previous entry.
type AuditEntry struct {
	Seq          int              `db:"seq" json:"seq"` // 1, 2, 3, … without a gap
	Key          uuid.UUID        `db:"id" json:"id"`
	CreatedAt    time.Time        `db:"at" json:"at"`
	Account      uuid.UUID        `db:"account" json:"account"` // no field of the API shows it
	Actor        string           `db:"actor" json:"actor"`
	Grants       civic.RoleGrants `db:"roles" json:"roles"` // the roles that allowed the action
	Action       string           `db:"action" json:"action"`
	Department   *string          `db:"department" json:"department"` // the department's code; nil for an action on the platform
	Subject      *string          `db:"subject" json:"subject"`       // the id of the thing acted on; nil if it has none
	Summary      string           `db:"summary" json:"summary"`
	PreviousHash string           `db:"previous_hash" json:"previousHash"` // empty in the first entry
	Hash         string           `db:"hash" json:"-"`
}

// AuditEntryKind is the kind of entries of the audit log.
var AuditEntryKind = civic.NewKind("U")

// ID returns the entry's id.
func (e AuditEntry) ID() civic.ID { return civic.IDOf(AuditEntryKind, e.Key) }

// Roles lists the roles that allowed the action.
func (e AuditEntry) Roles() []civic.RoleGrant { return e.Grants }

// Chained returns the entry with its number, the hash of the previous entry and its own hash.
func (e AuditEntry) Chained(seq int, previousHash string) AuditEntry {
	e.Seq, e.PreviousHash = seq, previousHash
	e.Hash = e.Rehash()
	return e
}

// Rehash calculates the entry's hash: the SHA-256 in hexadecimal of all its other fields, with the previous entry's hash.
func (e AuditEntry) Rehash() string {
	e.CreatedAt = e.CreatedAt.UTC()
	raw, _ := json.Marshal(e)
	return sha256Hex(raw)
}

// SubjectID returns the id of the thing acted on. It returns nil if the thing has no id.
func (e AuditEntry) SubjectID() (*civic.ID, error) {
	if e.Subject == nil {
		return nil, nil
	}
	id, err := civic.ParseID(*e.Subject)
	return &id, err
}

// RotateKeyInput says what the command rotate-key did: it made the key of this generation, the first rotation being 1.
type RotateKeyInput struct{ Generation int }

// ActionOf returns the name of an input's mutation: createDepartment for CreateDepartmentInput.
func ActionOf(input any) string {
	name := strings.TrimSuffix(reflect.TypeOf(input).Name(), "Input")
	return strings.ToLower(name[:1]) + name[1:]
}

// identifier matches texts that identify a thing: ids, codes, keys, days and hashes. A summary contains them as they are. Of
// other texts, such as those that people wrote, it contains only the hash.
var identifier = regexp.MustCompile(`^[A-Za-z0-9_.:-]{0,64}$`)

// longestSummarizedList is the maximum number of items that a summary lists. Of a longer list it contains only the hash.
const longestSummarizedList = 20

// SummaryOf returns an input as the JSON that the audit log keeps. The log is never erased, so it must not contain what people
// wrote. Such texts and long lists are replaced by the SHA-256 of their JSON. Whoever has the original can compare the hash.
func SummaryOf(input any) string {
	raw, _ := json.Marshal(input)
	var document map[string]any
	_ = json.Unmarshal(raw, &document)
	delete(document, "IdempotencyKey")
	raw, _ = json.Marshal(summarize(document))
	return string(raw)
}

// summarize returns a value of an input without people's words. Its fields have the names of the API.
func summarize(value any) any {
	switch v := value.(type) {
	case map[string]any:
		fields := make(map[string]any, len(v))
		for name, field := range v {
			if field != nil {
				fields[civic.FieldName(name)] = summarize(field)
			}
		}
		return fields
	case []any:
		if len(v) > longestSummarizedList {
			return map[string]any{"count": len(v), "sha256": hashOfJSON(v)}
		}
		items := slices.Clone(v)
		for i := range items {
			items[i] = summarize(items[i])
		}
		return items
	case string:
		if !identifier.MatchString(v) {
			return map[string]any{"sha256": hashOfJSON(v)}
		}
	}
	return value
}

// hashOfJSON returns the SHA-256 in hexadecimal of a value's JSON.
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

// Check validates the filter by its rules and returns all problems at once.
func (f AuditFilter) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(f))
	if f.SubjectID != nil && f.SubjectID.Kind == "" {
		problems.Add(civic.BadID, "subjectId")
	}
	return problems.Err()
}
