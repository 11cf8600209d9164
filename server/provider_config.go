package main

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

// providerConfig is one OpenID Connect provider whose tokens are accepted, as OIDC_CONFIG states it.
type providerConfig struct {
	Issuer   string      `json:"issuer"`   // exactly as its tokens and its discovery document state it
	Audience oneOrMore   `json:"audience"` // a token must be for one of these
	Claims   claimConfig `json:"claims"`
}

// claimConfig says in which claims of a token stands what. A claim is named by its path, such as realm_access.roles; a
// claim whose own name has dots is found by its whole name.
type claimConfig struct {
	Name        string       `json:"name"`
	Roles       claimMapping `json:"roles"`
	Departments string       `json:"departments"` // the codes of the departments in which roles without one are held
	Assurance   claimMapping `json:"assurance"`
	District    string       `json:"district"`
}

// claimMapping is a claim and what its values stand for. Without values the claim's own are read.
type claimMapping struct {
	Claim  string            `json:"claim"`
	Values map[string]string `json:"values"`
}

// UnmarshalJSON reads a mapping, or the path of a claim alone.
func (m *claimMapping) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &m.Claim) == nil {
		return nil
	}
	type plain claimMapping
	return strictly(raw, (*plain)(m))
}

// of is what a value of the claim stands for; empty where it stands for nothing.
func (m claimMapping) of(value string) string {
	if m.Values == nil {
		return value
	}
	return m.Values[value]
}

// oneOrMore is a text or a list of texts.
type oneOrMore []string

// UnmarshalJSON reads a text, or a list of them.
func (o *oneOrMore) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*o = oneOrMore{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(o))
}

// strictly reads one JSON value and refuses names that there are not and whatever follows.
func strictly(raw []byte, to any) error {
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

// readProviders reads and checks OIDC_CONFIG: a JSON list, or the path of a file with one. Its error is one line.
func readProviders(setting string) ([]providerConfig, error) {
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
	var all []providerConfig
	if err := strictly(raw, &all); err != nil {
		return nil, fmt.Errorf("OIDC_CONFIG: %w", err)
	}
	var said []error
	issuers := map[string]bool{}
	for i, p := range all {
		if err := p.check(); err != nil {
			said = append(said, fmt.Errorf("OIDC_CONFIG, entry %d: %w", i+1, err))
		} else if issuers[p.Issuer] {
			said = append(said, fmt.Errorf("OIDC_CONFIG, entry %d: the issuer %s stands twice", i+1, p.Issuer))
		}
		issuers[p.Issuer] = true
	}
	return all, inOneLine(said)
}

// inOneLine joins errors as the other settings' are joined.
func inOneLine(said []error) error {
	if len(said) == 0 {
		return nil
	}
	texts := make([]string, len(said))
	for i, err := range said {
		texts[i] = err.Error()
	}
	return errors.New(strings.Join(texts, "; "))
}

// check refuses what cannot be meant.
func (p providerConfig) check() error {
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
		if p.Claims.Departments != "" && slices.Contains(departmentRoles, civic.Role(role)) {
			continue
		}
		if err := addRole(new([]civic.RoleGrant), role); err != nil {
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

// isStatedAssurance tells whether a provider may say this of a person. That somebody is anonymous only we say.
func isStatedAssurance(level string) bool {
	return level == string(civic.Verified) || level == string(civic.Pseudonymous)
}

// isIssuer tells whether this can be the address of a provider. Without TLS, anybody on the way could be the provider.
func isIssuer(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	here := u.Hostname() == "localhost" || (ip != nil && ip.IsLoopback())
	return u.Scheme == "https" || (u.Scheme == "http" && here)
}
