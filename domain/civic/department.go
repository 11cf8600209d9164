package civic

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// ManageDepartments is a right; the enum Action in the schema describes it.
var ManageDepartments = NewAction("MANAGE_DEPARTMENTS", Admin)

// CodeTaken refuses a code that another department already has.
var CodeTaken = NewCode("CODE_TAKEN", "该代码已被使用。", "Another department has this code.")

// Department is an authority that owns policy records and consults the public on them.
type Department struct {
	Key       uuid.UUID `db:"id"`
	Code      string    `db:"code"`
	Names     Localized `db:"name"`
	CreatedAt time.Time `db:"created_at"`
}

// DepartmentKind is the kind of departments.
var DepartmentKind = NewKind("D")

// ID names the department.
func (d Department) ID() ID { return IDOf(DepartmentKind, d.Key) }

// IsNode marks the type as a node of the API.
func (Department) IsNode() {}

// Name returns the department's name in the wanted language.
func (d Department) Name(ctx context.Context, locale *WantedLocale) string {
	return d.Names.Read(ctx, locale)
}

// CreateDepartmentInput is a new department.
type CreateDepartmentInput struct {
	Code           string               `validate:"min=2,max=32,departmentcode"`
	Name           []LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=100"`
	IdempotencyKey *string              `validate:"omitempty,idempotency"`
}
