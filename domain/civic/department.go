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

	ClosedAt      *time.Time `db:"closed_at"`
	ClosingReason *string    `db:"closing_reason"`
	SuccessorKey  *uuid.UUID `db:"successor_id"` // the department that has its records now
}

// Refusals of closed departments.
var (
	DepartmentClosed        = NewCode("DEPARTMENT_CLOSED", "该部门已撤销。", "The department is closed.")
	UnfinishedConsultations = NewCode("UNFINISHED_CONSULTATIONS", "该部门还有 {count} 项未反馈的征集。", "The department has {count} consultations that are not reported.")
)

// AcceptWork refuses new things of a closed department as DEPARTMENT_CLOSED.
func (d Department) AcceptWork(field string) error {
	if d.ClosedAt != nil {
		return Refuse(DepartmentClosed, field)
	}
	return nil
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

// UpdateDepartmentInput is a new name of a department in some languages.
type UpdateDepartmentInput struct {
	DepartmentID ID                   `validate:"id=D"`
	Name         []LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=100"`
	Reason       *string              `validate:"omitempty,words=1000"`
}

// CloseDepartmentInput names a department to close, and the public reason.
type CloseDepartmentInput struct {
	DepartmentID ID     `validate:"id=D"`
	Reason       string `validate:"words=1000"`
}

// Check returns all problems of the input.
func (in MergeDepartmentsInput) Check() error {
	var problems Problems
	problems.Join(Check(in))
	if in.SuccessorID == in.DepartmentID {
		problems.Add(Invalid, "successorId")
	}
	return problems.Err()
}

// MergeDepartmentsInput names a department that goes over to another one, and the public reason.
type MergeDepartmentsInput struct {
	DepartmentID ID     `validate:"id=D"`
	SuccessorID  ID     `validate:"id=D"`
	Reason       string `validate:"words=1000"`
}
