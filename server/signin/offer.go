package signin

import (
	"cmp"
	"encoding/json"
	"net/http"
)

// offer is what a browser needs to know of a provider to sign a person in there.
type offer struct {
	Issuer   string   `json:"issuer"`
	ClientID string   `json:"clientId"`
	Scopes   []string `json:"scopes"`
}

// Offers serves the ways to sign in as JSON, for browsers: the providers in the order of the settings, and whether there are browser keys
// and development tokens. Everybody may read it.
func Offers(providers []ProviderConfig, browserKeys, development bool) http.HandlerFunc {
	offers := []offer{}
	for _, p := range providers {
		scopes := p.Scopes
		if len(scopes) == 0 {
			scopes = stringList{"openid", "profile"}
		}
		offers = append(offers, offer{p.Issuer, cmp.Or(p.ClientID, p.Audience[0]), scopes})
	}
	body, _ := json.Marshal(map[string]any{"providers": offers, "browserKeys": browserKeys, "developmentTokens": development}) // texts always marshal
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "public, max-age=300")
		_, _ = w.Write(body)
	}
}
