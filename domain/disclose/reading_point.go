package disclose

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// KeepReadingPoints is the right to open, revise, confirm and close reading points. The enum Action in the schema describes it.
var KeepReadingPoints = civic.NewAction("KEEP_READING_POINTS", civic.Editor, civic.Publisher)

// ReadingPointClosed refuses a change of a reading point that is closed.
var ReadingPointClosed = civic.NewCode("READING_POINT_CLOSED", "该查阅点已关闭。", "The reading point is closed.")

// ReadingPoint is a place where everybody reads government information. National archives, public libraries and service halls must have one (art. 25).
type ReadingPoint struct {
	Key            uuid.UUID            `db:"id"`
	DepartmentKey  uuid.UUID            `db:"department_id"`
	DepartmentCode string               `db:"department_code"`
	Kind           ReadingPointKind     `db:"kind"`
	Names          civic.Localized      `db:"name"`
	Addresses      civic.Localized      `db:"address"`
	HoursInWords   civic.Localized      `db:"opening_hours"`
	OpeningTimes   OpeningHoursList     `db:"hours"`
	Differing      OpeningExceptionList `db:"exceptions"`
	VerifiedOn     civic.Date           `db:"verified_on"` // when staff last said that all is right
	Unconfirmed    bool                 `db:"unconfirmed"` // nobody has said so for a year
	Contact        string               `db:"contact"`
	Latitude       *float64             `db:"latitude"`
	Longitude      *float64             `db:"longitude"`
	CreatedAt      time.Time            `db:"created_at"`
	RevisedAt      *time.Time           `db:"revised_at"`
	ClosedAt       *time.Time           `db:"closed_at"`
	ClosingReason  *string              `db:"closing_reason"`
}

// ReadingPointKind is the kind of place of a reading point.
type ReadingPointKind string

// ReadingPointIDKind is the kind of the ids of reading points.
var ReadingPointIDKind = civic.NewKind("l")

// ID names the reading point.
func (p ReadingPoint) ID() civic.ID { return civic.IDOf(ReadingPointIDKind, p.Key) }

// IsNode marks the type as a node of the API.
func (ReadingPoint) IsNode() {}

// Name returns the name in the wanted language.
func (p ReadingPoint) Name(ctx context.Context, locale *civic.WantedLocale) string {
	return p.Names.Read(ctx, locale)
}

// Address returns the address in the wanted language.
func (p ReadingPoint) Address(ctx context.Context, locale *civic.WantedLocale) string {
	return p.Addresses.Read(ctx, locale)
}

// OpeningHours says in the wanted language when the place is open.
func (p ReadingPoint) OpeningHours(ctx context.Context, locale *civic.WantedLocale) string {
	return p.HoursInWords.Read(ctx, locale)
}

// Position is the place on the map; nil if nobody said it.
func (p ReadingPoint) Position() *GeoPoint {
	if p.Latitude == nil || p.Longitude == nil {
		return nil
	}
	return &GeoPoint{*p.Latitude, *p.Longitude}
}

// RefuseClosed refuses a change of a reading point that is closed as READING_POINT_CLOSED.
func (p ReadingPoint) RefuseClosed() error {
	if p.ClosedAt != nil {
		return civic.Refuse(ReadingPointClosed, "readingPointId")
	}
	return nil
}

// GeoPoint is a place on the map, in degrees of WGS 84.
type GeoPoint struct {
	Latitude  float64
	Longitude float64
}

// GeoPointInput is a place on the map, in degrees of WGS 84.
type GeoPointInput struct {
	Latitude  float64 `validate:"min=-90,max=90"`
	Longitude float64 `validate:"min=-180,max=180"`
}

// Degrees returns the latitude and the longitude; nil without a place.
func (p *GeoPointInput) Degrees() (latitude, longitude *float64) {
	if p == nil {
		return nil, nil
	}
	return &p.Latitude, &p.Longitude
}

// ReadingPointInput is what a reading point says.
type ReadingPointInput struct {
	Kind         ReadingPointKind
	Name         []civic.LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=200"`
	Address      []civic.LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=500"`
	OpeningHours []civic.LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=1000"`
	Hours        []OpeningHoursInput        `validate:"max=50,dive"`
	Exceptions   []OpeningExceptionInput    `validate:"max=100,unique=Date,dive"`
	Contact      string                     `validate:"words=200"`
	Position     *GeoPointInput             `validate:"omitempty"`
}

// OpenReadingPointInput is a new reading point of a department.
type OpenReadingPointInput struct {
	DepartmentID   civic.ID `validate:"id=D"`
	ReadingPoint   ReadingPointInput
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// ReviseReadingPointInput is what a reading point says from now on.
type ReviseReadingPointInput struct {
	ReadingPointID civic.ID `validate:"id=l"`
	ReadingPoint   ReadingPointInput
}

// Check also refuses hours that end before they begin.
func (in OpenReadingPointInput) Check() error {
	return cmp.Or(civic.Check(in), in.ReadingPoint.checkHours())
}

// Check also refuses hours that end before they begin.
func (in ReviseReadingPointInput) Check() error {
	return cmp.Or(civic.Check(in), in.ReadingPoint.checkHours())
}

// ConfirmReadingPointInput says that all which a reading point says is right.
type ConfirmReadingPointInput struct {
	ReadingPointID civic.ID `validate:"id=l"`
}

// CloseReadingPointInput closes a reading point.
type CloseReadingPointInput struct {
	ReadingPointID civic.ID `validate:"id=l"`
	Reason         string   `validate:"words=1000"`
}
