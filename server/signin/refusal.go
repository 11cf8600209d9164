package signin

import (
	"context"
	"errors"
	"log/slog"

	"github.com/golang-jwt/jwt/v5"

	"minyi/domain/civic"
)

// refusal is why a token is refused. The operators read the reason in the log. The client learns only the code.
type refusal struct {
	code   civic.Code
	reason string
}

func (r refusal) Error() string { return r.reason }

// The refusals of tokens. A token is EXPIRED only if everything else about it is right, so that a forger learns nothing.
var (
	errNoToken     = refusal{civic.Unauthenticated, "it is no signed token of an accepted type and algorithm"}
	errIssuer      = refusal{civic.Unauthenticated, "its issuer is none of OIDC_CONFIG"}
	errUnknownKey  = refusal{civic.Unauthenticated, "the provider has no key of this id and algorithm"}
	errSignature   = refusal{civic.Unauthenticated, "its signature does not hold"}
	errAudience    = refusal{civic.Unauthenticated, "its audience is none of OIDC_CONFIG"}
	errNoSubject   = refusal{civic.Unauthenticated, "it has no subject"}
	errNoEnd       = refusal{civic.Unauthenticated, "it has no readable times, or no end"}
	errNotYetValid = refusal{civic.Unauthenticated, "it is not valid yet, by the clock of this machine"}
	errExpired     = refusal{civic.TokenExpired, "it has expired, by the clock of this machine"}
	errHeader      = refusal{civic.Unauthenticated, "there is more than one header Authorization, or not one of the scheme Bearer"}
)

// refuse logs why a token is refused, and returns what its sender learns. Refusals that are for the client already stay as they are.
// The log has the issuer that the token states, and nothing of its owner.
func refuse(ctx context.Context, issuer string, err error) error {
	if errors.As(err, new(civic.Problems)) {
		return err
	}
	why := refusalOf(err)
	slog.InfoContext(ctx, "a token was refused", "reason", why.reason, "issuer", shorten(issuer))
	return civic.Refuse(why.code, "")
}

// refusalOf returns the refusal that an error stands for. The library for our own tokens has errors of its own.
func refusalOf(err error) refusal {
	var own refusal
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, jwt.ErrTokenExpired):
		return errExpired
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return refusal{civic.Unauthenticated, "its signature does not hold: another secret made it"}
	}
	return refusal{civic.Unauthenticated, err.Error()}
}

// maxIssuer is how many bytes of a foreign issuer the log keeps.
const maxIssuer = 200

func shorten(text string) string { return text[:min(len(text), maxIssuer)] }
