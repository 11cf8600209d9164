package inform

import (
	"net/mail"
	"strings"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// WrongReleaseState refuses what a release in its state does not allow.
var WrongReleaseState = civic.NewCode("WRONG_RELEASE_STATE", "该发布处于 {found} 状态，不能这样办理。", "The release is in the state {found}, which does not allow this.")

// NothingStands refuses to take down what stands nowhere.
var NothingStands = civic.NewCode("NOTHING_STANDS", "该内容在所选渠道没有在用的发布。", "No copy of the content stands on these channels.")

// ReleaseAction is what a release does on its channel.
type ReleaseAction string

// The actions.
const (
	Publish  ReleaseAction = "PUBLISH"
	TakeDown ReleaseAction = "TAKE_DOWN"
)

// ReleaseState is where a release stands. Only QUEUED is sent by the server itself: what is UNKNOWN waits for a person, or for a connector that knows.
type ReleaseState string

// The states.
const (
	Queued    ReleaseState = "QUEUED"
	Sending   ReleaseState = "SENDING"
	Confirmed ReleaseState = "CONFIRMED"
	Rejected  ReleaseState = "REJECTED"
	Unknown   ReleaseState = "UNKNOWN"
	TakenDown ReleaseState = "TAKEN_DOWN"
)

// ReleaseFailure says why the last sending did not end well.
type ReleaseFailure string

// The failures.
const (
	FailedTranslation ReleaseFailure = "TRANSLATION_MISSING" // the content has no words in the channel's language
	FailedAddress     ReleaseFailure = "ADDRESS_REFUSED"     // the address leads into a private network
	FailedConnection  ReleaseFailure = "NOT_REACHED"         // nothing was sent
	FailedReply       ReleaseFailure = "REJECTED"            // the receiver said no
	FailedBusy        ReleaseFailure = "NOT_NOW"             // the receiver said not now
	FailedTimeout     ReleaseFailure = "NO_REPLY"            // it may have arrived
	FailedLease       ReleaseFailure = "INTERRUPTED"         // the server stopped while it sent
	FailedAbsent      ReleaseFailure = "NOT_FOUND_THERE"     // the connector does not know it
	FailedSettings    ReleaseFailure = "NOT_SET_UP"          // the server has no mail server
)

// ChannelRelease is one version of a content on one channel, or its taking down there.
type ChannelRelease struct {
	Key            uuid.UUID       `db:"id"`
	ContentKey     uuid.UUID       `db:"content_id"`
	ContentKind    civic.Kind      `db:"kind"`
	RootKey        uuid.UUID       `db:"root_id"`
	Version        int             `db:"version"`
	ContentHash    string          `db:"content_hash"`
	ChannelKey     uuid.UUID       `db:"channel_id"`
	DepartmentCode string          `db:"department_code"` // of the channel
	Action         ReleaseAction   `db:"action"`
	State          ReleaseState    `db:"state"`
	Attempts       int             `db:"attempts"`
	NextAt         *time.Time      `db:"next_at"`
	URL            *string         `db:"url"`
	Failure        *ReleaseFailure `db:"failure"`
	Detail         *string         `db:"detail"`
	Reason         *string         `db:"reason"`
	CreatedAt      time.Time       `db:"created_at"`
	SettledAt      *time.Time      `db:"settled_at"`
}

// ChannelReleaseKind is the kind of releases on channels.
var ChannelReleaseKind = civic.NewKind("r")

// ID names the release. It is the key by which a receiver knows a repetition.
func (r ChannelRelease) ID() civic.ID { return civic.IDOf(ChannelReleaseKind, r.Key) }

// IsNode marks the type as a node of the API.
func (ChannelRelease) IsNode() {}

// ContentID names the content.
func (r ChannelRelease) ContentID() civic.ID { return civic.IDOf(r.ContentKind, r.ContentKey) }

// ChannelTally counts the releases of a channel by their state.
type ChannelTally struct {
	ChannelKey uuid.UUID `db:"channel_id"`
	Queued     int       `db:"queued"`
	Sending    int       `db:"sending"`
	Confirmed  int       `db:"confirmed"`
	Rejected   int       `db:"rejected"`
	Unknown    int       `db:"unknown"`
	TakenDown  int       `db:"taken_down"`
}

// backOff is how long a release waits after each sending that surely failed, as Standard Webhooks proposes. After the last one it is given up.
var backOff = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 10 * time.Hour}

// lookUpAfter is how long a connector has before it is asked what became of what is UNKNOWN.
const lookUpAfter = time.Minute

// Outcome is how a sending ended.
type Outcome struct {
	State   ReleaseState
	Failure ReleaseFailure // empty if the receiver confirmed
	Detail  string         // such as the status of the reply
	URL     string         // where the copy stands
	Wait    time.Duration  // before it is sent again
}

// Settle says what follows from a failure in the attempt with this number, from 1.
//   - What the receiver refuses for good is REJECTED.
//   - What surely did not arrive is sent again, until the attempts are used up.
//   - What may have arrived is sent again only to a receiver that honours the key, and is UNKNOWN otherwise.
func (f ReleaseFailure) Settle(attempt int, honoursKey bool, detail string) Outcome {
	o := Outcome{State: Rejected, Failure: f, Detail: detail}
	unsure := f == FailedTimeout || f == FailedLease
	switch again := attempt <= len(backOff); {
	case unsure && !(honoursKey && again):
		o.State, o.Wait = Unknown, lookUpAfter
	case (unsure || f == FailedConnection || f == FailedBusy) && again:
		o.State, o.Wait = Queued, backOff[attempt-1]
	}
	return o
}

// SettleReleaseInput says what a person found out about a release that is UNKNOWN.
type SettleReleaseInput struct {
	ReleaseID civic.ID `validate:"id=r"`
	Arrived   bool
	URL       *string `validate:"omitempty,http_url,max=2000"`
	Reason    string  `validate:"words=1000"`
}

// RetryReleaseInput names a release that was rejected.
type RetryReleaseInput struct {
	ReleaseID civic.ID `validate:"id=r"`
}

// TakeDownInput names a content to take down.
type TakeDownInput struct {
	ContentID  civic.ID
	ChannelIDs []civic.ID `validate:"max=100,unique,dive,id=a"`
	Reason     string     `validate:"words=1000"`
}

// ReleaseFilter chooses releases. All conditions must hold.
type ReleaseFilter struct {
	State     *ReleaseState
	ChannelID *civic.ID `validate:"omitempty,id=a"`
}

// isMail reports whether a text is the address of one mailbox and nothing else.
func isMail(text string) bool {
	parsed, err := mail.ParseAddress(text)
	return err == nil && parsed.Address == text && !strings.ContainsAny(text, "\r\n")
}
