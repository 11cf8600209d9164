package signin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"

	"minyi/domain/civic"
)

// ProviderConfig is one entry of OIDC_CONFIG: an OpenID Connect provider whose tokens are accepted.
type ProviderConfig struct {
	Issuer   string      `json:"issuer"`   // exactly as in its tokens and in its discovery document
	Audience stringList  `json:"audience"` // a token must name one of these
	ClientID string      `json:"clientId"` // for browsers that sign people in; the first audience if it is empty
	Scopes   stringList  `json:"scopes"`   // the same; openid and profile if there are none
	Claims   claimConfig `json:"claims"`
}

// claimConfig names the claims of a token that describe its owner. A claim has a path, such as realm_access.roles. A claim
// whose own name contains dots is found by its whole name.
type claimConfig struct {
	Name        string       `json:"name"`
	Person      string       `json:"person"` // the same in all accounts of one person, such as the number of an employee
	Roles       claimMapping `json:"roles"`
	Departments string       `json:"departments"` // the codes of the departments for roles that name no department
	Assurance   claimMapping `json:"assurance"`
	District    string       `json:"district"`
}

// claimMapping is a claim and the meaning of its values. Without Values, the values of the claim are used as they are.
type claimMapping struct {
	Claim  string            `json:"claim"`
	Values map[string]string `json:"values"`
}

// UnmarshalJSON reads a mapping, or only the path of a claim.
func (m *claimMapping) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &m.Claim) == nil {
		return nil
	}
	type plain claimMapping
	return decodeStrictly(raw, (*plain)(m))
}

// meaning returns what a value of the claim means, empty for nothing.
func (m claimMapping) meaning(value string) string {
	if m.Values == nil {
		return value
	}
	return m.Values[value]
}

// stringList is a string or a list of strings.
type stringList []string

// UnmarshalJSON reads a string, or a list of strings.
func (l *stringList) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*l = stringList{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(l))
}

// decodeStrictly reads one JSON value. It refuses unknown names, and anything after the value.
func decodeStrictly(raw []byte, to any) error {
	reader := json.NewDecoder(bytes.NewReader(raw))
	reader.DisallowUnknownFields()
	if err := reader.Decode(to); err != nil {
		return err
	}
	if _, err := reader.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the end")
	}
	return nil
}

// ReadProviders reads and checks OIDC_CONFIG: a JSON list, or the path of a file with a JSON list. The error is one line.
func ReadProviders(setting string) ([]ProviderConfig, error) {
	raw := []byte(strings.TrimSpace(setting))
	if len(raw) == 0 {
		return nil, nil
	}
	if raw[0] != '[' {
		file, err := os.ReadFile(setting)
		if err != nil {
			return nil, fmt.Errorf("OIDC_CONFIG is neither a JSON list nor a file: %w", err)
		}
		raw = file
	}
	var all []ProviderConfig
	if err := decodeStrictly(raw, &all); err != nil {
		return nil, fmt.Errorf("OIDC_CONFIG: %w", err)
	}
	var problems []error
	issuers := map[string]bool{}
	for i, p := range all {
		if err := p.check(); err != nil {
			problems = append(problems, fmt.Errorf("OIDC_CONFIG, entry %d: %w", i+1, err))
		} else if issuers[p.Issuer] {
			problems = append(problems, fmt.Errorf("OIDC_CONFIG, entry %d: the issuer %s stands twice", i+1, p.Issuer))
		}
		issuers[p.Issuer] = true
	}
	return all, inOneLine(problems)
}

// inOneLine joins errors in one line, as the errors of other settings are joined.
func inOneLine(problems []error) error {
	if len(problems) == 0 {
		return nil
	}
	texts := make([]string, len(problems))
	for i, err := range problems {
		texts[i] = err.Error()
	}
	return errors.New(strings.Join(texts, "; "))
}

// check finds entries that cannot work.
func (p ProviderConfig) check() error {
	switch {
	case !isIssuer(p.Issuer):
		return fmt.Errorf("the issuer %q is not an address such as https://id.city.example; http is for this machine alone", p.Issuer)
	case len(p.Audience) == 0 || slices.Contains(p.Audience, ""):
		return errors.New("an audience is needed: for whom the provider issues tokens that are for us")
	case p.Claims.Roles.Claim == "" && (p.Claims.Roles.Values != nil || p.Claims.Departments != ""):
		return errors.New("claims.roles needs a claim")
	case p.Claims.Assurance.Claim == "" && p.Claims.Assurance.Values != nil:
		return errors.New("claims.assurance needs a claim")
	}
	for value, role := range p.Claims.Roles.Values {
		if p.Claims.Departments != "" && slices.Contains(civic.DepartmentRoles, civic.Role(role)) {
			continue
		}
		if err := AddRole(new([]civic.RoleGrant), role); err != nil {
			return fmt.Errorf("claims.roles, %q: %w", value, err)
		}
	}
	for value, level := range p.Claims.Assurance.Values {
		if !isStatedAssurance(level) {
			return fmt.Errorf("claims.assurance, %q: %q is neither VERIFIED nor PSEUDONYMOUS", value, level)
		}
	}
	return nil
}

// isStatedAssurance tells whether a provider may state this level. Only the server itself calls somebody anonymous.
func isStatedAssurance(level string) bool {
	return level == string(civic.Verified) || level == string(civic.Pseudonymous)
}

// isIssuer tells whether a text can be the address of a provider. The address must use TLS, because without TLS anybody on the
// network could pretend to be the provider. A provider on this machine may use HTTP.
func isIssuer(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || (ip != nil && ip.IsLoopback())
	return u.Scheme == "https" || (u.Scheme == "http" && local)
}
