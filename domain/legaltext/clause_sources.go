package legaltext

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
)

// SourceKeys are the keys of clauses of the previous version. The database keeps them as JSON.
type SourceKeys []uuid.UUID

// Value writes the keys for the database.
func (k SourceKeys) Value() (driver.Value, error) {
	if k == nil {
		return "[]", nil
	}
	text, err := json.Marshal([]uuid.UUID(k))
	return string(text), err
}

// Scan reads the keys from the database.
func (k *SourceKeys) Scan(from any) error {
	switch text := from.(type) {
	case nil:
		return nil
	case []byte:
		return json.Unmarshal(text, (*[]uuid.UUID)(k))
	case string:
		return json.Unmarshal([]byte(text), (*[]uuid.UUID)(k))
	}
	return fmt.Errorf("the sources of a clause are no JSON: %T", from)
}
