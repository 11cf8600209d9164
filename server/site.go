package main

import (
	"net/http"
	"net/url"

	"minyi/domain/civic"
	"minyi/server/middleware"
	"minyi/server/signin"
	"minyi/web"
)

// newSite makes the site from the settings; nil if it is off.
func newSite(c config) (*web.Site, error) {
	if !c.Site {
		return nil, nil
	}
	settings := web.Settings{Words: func(l civic.Locale) map[string]map[string]string { return c.words.In(l) }, Zone: c.Timezone, Name: c.SiteName, Footer: c.SiteFooter,
		Colour: c.SiteColour, Emblem: c.SiteEmblem, Dev: c.devTokens()}
	languages, err := civic.NewLanguages(c.Locales...)
	if err != nil {
		return nil, err
	}
	settings.Locales = languages.All()
	for _, p := range c.providers {
		if u, err := url.Parse(p.Issuer); err == nil {
			settings.Issuers = append(settings.Issuers, u.Scheme+"://"+u.Host)
		}
	}
	return web.New(settings)
}

// routeSite registers the site, or the first steps of developers in its place. They are at /developers too.
func routeSite(mux *http.ServeMux, c config, site *web.Site, api http.Handler, tokens *signin.Tokens, call string) {
	mux.HandleFunc("GET /developers", home(call, c.devTokens()))
	if tokens != nil {
		mux.Handle("POST /sign-in/development", middleware.Chain(signin.Development(tokens), middleware.SameOrigin(nil)))
	}
	if site == nil {
		mux.HandleFunc("GET /{$}", home(call, c.devTokens()))
		return
	}
	site.Route(mux, api)
}
