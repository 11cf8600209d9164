package inform

import (
	"net/url"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// ManageChannels is the right to open channels and to care for what they carry. The enum Action in the schema describes it.
var ManageChannels = civic.NewAction("MANAGE_CHANNELS", civic.Publisher)

// Refusals of a channel.
var (
	ChannelNameDiffers  = civic.NewCode("CHANNEL_NAME_DIFFERS", "本部门同语种的渠道须使用同一名称：{found}。", "The department's channels in one language have one name: {found}.")
	AddressRequired     = civic.NewCode("ADDRESS_REQUIRED", "此类渠道须填写地址。", "Channels of this kind need an address.")
	UnsubscribeRequired = civic.NewCode("UNSUBSCRIBE_REQUIRED", "邮件渠道须填写退订地址。", "A channel by e-mail needs the address at which readers unsubscribe.")
	ChannelClosed       = civic.NewCode("CHANNEL_CLOSED", "该渠道已关闭。", "The channel is closed.")
)

// ChannelKind says how a channel is reached.
type ChannelKind string

// The kinds. WEBSITE is the feeds and pages of this server.
const (
	Website   ChannelKind = "WEBSITE"
	Webhook   ChannelKind = "WEBHOOK"
	EMail     ChannelKind = "EMAIL"
	Connector ChannelKind = "CONNECTOR"
)

// Channel is a place at which released contents are published.
type Channel struct {
	Key            uuid.UUID    `db:"id"`
	DepartmentKey  uuid.UUID    `db:"department_id"`
	DepartmentCode string       `db:"department_code"`
	Kind           ChannelKind  `db:"kind"`
	Name           string       `db:"name"`
	Locale         civic.Locale `db:"locale"`
	WholeCity      bool         `db:"whole_city"`
	KeyID          *string      `db:"key_id"` // of the encrypted address; nil without an address
	Box            []byte       `db:"box"`
	Plain          *string      `db:"address"`     // an address that an older version wrote, until it is encrypted
	Unsubscribing  *string      `db:"unsubscribe"` // of a channel by e-mail
	HonoursKey     bool         `db:"honours_key"` // whether the receiver does what comes twice with one key once
	SecretNumber   int          `db:"secret_number"`
	OpenedAt       time.Time    `db:"opened_at"`
	ClosedAt       *time.Time   `db:"closed_at"`
	CloseReason    *string      `db:"close_reason"`
}

// ChannelNode is the kind of channels.
var ChannelNode = civic.NewKind("a")

// ID names the channel.
func (c Channel) ID() civic.ID { return civic.IDOf(ChannelNode, c.Key) }

// IsNode marks the type as a node of the API.
func (Channel) IsNode() {}

// OpenChannelInput is a new channel of a department.
type OpenChannelInput struct {
	DepartmentID   civic.ID    `validate:"id=D"`
	Kind           ChannelKind `validate:"oneof=WEBSITE WEBHOOK EMAIL CONNECTOR"`
	Name           string      `validate:"words=50"`
	Locale         civic.Locale
	WholeCity      bool
	Address        *string `validate:"omitempty,max=1000,printascii"`
	Unsubscribe    *string `validate:"omitempty,max=1000,printascii,http_url"`
	HonoursKey     bool
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// Check refuses an address that does not fit the kind.
func (in OpenChannelInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	var problems civic.Problems
	switch {
	case in.Address == nil && in.Kind != Website:
		problems.Add(AddressRequired, "address")
	case in.Address == nil:
	case in.Kind == EMail && !isMail(*in.Address), in.Kind != EMail && !isWeb(*in.Address):
		problems.Add(civic.Invalid, "address")
	}
	if in.Kind == EMail && in.Unsubscribe == nil {
		problems.Add(UnsubscribeRequired, "unsubscribe")
	}
	return problems.Err()
}

// isWeb reports whether a text is an address of HTTP. An address with a name and password is none: it would stand in logs.
func isWeb(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && u.Fragment == ""
}

// CloseChannelInput names the channel to close.
type CloseChannelInput struct {
	ChannelID civic.ID `validate:"id=a"`
	Reason    string   `validate:"words=1000"`
}

// RenewChannelSecretInput names the channel that gets another secret.
type RenewChannelSecretInput struct {
	ChannelID civic.ID `validate:"id=a"`
}
