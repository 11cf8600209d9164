package civic

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// PublishNotice is the right to publish notices of a department.
var PublishNotice = NewAction("PUBLISH_NOTICE", Publisher)

// Notice is what a department tells the public: an announcement that everybody may read.
type Notice struct {
	Key           uuid.UUID `db:"id"`
	DepartmentKey uuid.UUID `db:"department_id"`
	Titles        Localized `db:"title"`
	Bodies        Localized `db:"body"`
	PublishedAt   time.Time `db:"published_at"`
}

// NoticeKind is the kind of notices.
var NoticeKind = NewKind("B")

// ID names the notice.
func (n Notice) ID() ID { return IDOf(NoticeKind, n.Key) }

// IsNode marks the type as a node of the API.
func (Notice) IsNode() {}

// Title returns the title in the wanted language.
func (n Notice) Title(ctx context.Context, locale *WantedLocale) string {
	return n.Titles.Read(ctx, locale)
}

// Body returns the words of the notice in the wanted language.
func (n Notice) Body(ctx context.Context, locale *WantedLocale) string {
	return n.Bodies.Read(ctx, locale)
}

// PublishNoticeInput is a new notice of a department.
type PublishNoticeInput struct {
	DepartmentID   ID                   `validate:"id=D"`
	Title          []LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=200"`
	Body           []LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=10000"`
	IdempotencyKey *string              `validate:"omitempty,idempotency"`
}
