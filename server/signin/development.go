package signin

import (
	"encoding/json"
	"net"
	"net/http"
	"net/netip"
	"time"

	"minyi/domain/civic"
	"minyi/server/reply"
)

// developmentLife is how long a token of the sign-in page is good.
const developmentLife = 12 * time.Hour

// Development makes development tokens for the sign-in page, for whom the reader asks to be. Only a browser on the server's own machine gets
// them, under a name of that machine: whoever can reach the page from elsewhere would otherwise be anybody.
func Development(tokens *Tokens) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !fromThisMachine(r) {
			reply.Refuse(w, r, civic.Refuse(civic.NotFound, ""))
			return
		}
		token, err := tokens.wanted(w, r)
		if err != nil {
			reply.Refuse(w, r, civic.Refuse(civic.BadRequest, ""))
			return
		}
		body, _ := json.Marshal(map[string]string{"token": token}) // texts always marshal
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write(body)
	}
}

// wanted reads who the token is for, and signs it.
func (t *Tokens) wanted(w http.ResponseWriter, r *http.Request) (string, error) {
	var who struct {
		Subject string   `json:"subject"`
		Roles   []string `json:"roles"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10)).Decode(&who); err != nil {
		return "", err
	}
	claims := Claims{Assurance: civic.Verified}
	claims.Subject = who.Subject
	for _, role := range who.Roles {
		if err := AddRole(&claims.Roles, role); err != nil {
			return "", err
		}
	}
	if err := claims.Validate(); err != nil {
		return "", err
	}
	return t.Sign(claims, developmentLife)
}

// fromThisMachine tells whether a request came straight from a browser on this machine, and names the machine as itself.
func fromThisMachine(r *http.Request) bool {
	address, err := netip.ParseAddrPort(r.RemoteAddr)
	host, _, split := net.SplitHostPort(r.Host)
	if split != nil {
		host = r.Host
	}
	named, _ := netip.ParseAddr(host)
	return err == nil && address.Addr().Unmap().IsLoopback() && (host == "localhost" || named.IsLoopback()) && r.Header.Get("X-Forwarded-For") == ""
}
