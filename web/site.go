// Package web is the site of an installation: pages for residents that read without JavaScript, and the modules that make them act. Each
// page asks the API what any other client could ask, without a token, so that it is the same for everybody.
package web

import (
	"embed"
	"html/template"
	"net/http"
	"strings"

	"minyi/domain/civic"
)

//go:embed dist documents templates messages
var files embed.FS

// Settings are what an installation sets of its site.
type Settings struct {
	Locales []civic.Locale                                  // the languages of the addresses, such as /zh/; the first one is the default
	Words   func(civic.Locale) map[string]map[string]string // the words of enums
	Zone    string                                          // the time zone where no consultation names another
	Name    map[string]string                               // the name of the site, by language
	Footer  map[string]string                               // a line at the foot of each page, by language
	Colour  string                                          // of the head and of links, such as #a62b1f
	Emblem  string                                          // the path of an SVG or PNG file; empty for none
	Issuers []string                                        // the addresses of the providers where people sign in
	Dev     bool                                            // development tokens are on
}

// Site serves the pages.
type Site struct {
	Settings
	api       http.Handler
	documents documents
	assets    assets
	pages     map[civic.Locale]*template.Template
	policy    string
}

// Page reads what a page shows. It returns nil if there is no such thing.
type page func(*query) (map[string]any, error)

// pages are the addresses below the language, with the name of their template and what they show.
var pages = []struct {
	path, template string
	page           page
}{
	{"/{$}", "home", home},
	{"/consultations", "consultations", consultations},
	{"/consultations/{id}", "consultation", consultation},
	{"/consultations/{id}/report", "report", report},
	{"/surveys/{id}", "survey", survey},
	{"/surveys/{id}/results", "results", results},
	{"/policies", "policies", policies},
	{"/policies/{id}", "policy", policy},
	{"/policies/{id}/compare", "compare", compare},
	{"/drafts/{id}", "draft", draft},
	{"/search", "search", search},
	{"/overdue", "overdue", overdue},
	{"/interpretations", "interpretations", list("interpretations")},
	{"/interpretations/{id}", "interpretation", one("interpretation")},
	{"/topics", "topics", list("topics")},
	{"/topics/{id}", "topic", one("topic")},
	{"/concerns", "concerns", list("concerns")},
	{"/concerns/{id}", "concern", one("concern")},
	{"/catalogues", "catalogues", list("catalogues")},
	{"/catalogues/{id}", "catalogue", one("catalogue")},
	{"/reading-points", "reading-points", list("reading-points")},
	{"/disclosures", "disclosures", list("disclosures")},
	{"/disclosures/new", "apply", static},
	{"/disclosures/{id}", "disclosure", one("disclosure")},
	{"/annual-reports", "annual-reports", list("annual-reports")},
	{"/open", "open", static},
	{"/receipts", "receipts", receipts},
	{"/me", "me", static},
	{"/desk", "desk", static},
	{"/desk/write", "write", static},
	{"/desk/drafts/{id}", "draft-desk", static},
	{"/desk/surveys/{id}", "survey-desk", static},
	{"/desk/launch/{id}", "launch", static},
	{"/desk/consultations/{id}", "manage", static},
	{"/desk/answers/{id}", "answers", static},
	{"/desk/analysis/{id}", "analysis", static},
	{"/desk/reading-points", "reading-points-desk", static},
	{"/desk/admin", "admin", static},
	{"/desk/audit", "audit", static},
	{"/sign-in", "sign-in", static},
}

// New makes the site. Its error says which setting cannot be.
func New(s Settings) (*Site, error) {
	site := &Site{Settings: s, documents: readDocuments(), pages: map[civic.Locale]*template.Template{}}
	var err error
	if site.assets, err = readAssets(s); err != nil {
		return nil, err
	}
	site.policy = contentPolicy(s.Issuers)
	for _, locale := range s.Locales {
		if site.pages[locale], err = site.parse(locale); err != nil {
			return nil, err
		}
	}
	return site, nil
}

// contentPolicy allows what the site itself serves, and to ask the providers where people sign in.
func contentPolicy(issuers []string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; worker-src 'self'; connect-src " +
		strings.Join(append([]string{"'self'"}, issuers...), " ") + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

// Route registers the addresses of the site. The handler is that of the API with all that stands before it, such as its cache and its limits.
func (s *Site) Route(mux *http.ServeMux, api http.Handler) {
	s.api = api
	mux.HandleFunc("GET /{$}", s.choose)
	mux.HandleFunc("GET /assets/{file}", s.assets.serve)
	mux.HandleFunc("GET /graphiql/{path...}", Explorer)
	for _, locale := range s.Locales {
		prefix := "GET /" + string(locale)
		for _, p := range pages {
			mux.HandleFunc(prefix+p.path, s.handler(locale, p.template, p.page))
		}
		mux.HandleFunc(prefix+"/", func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, locale, notFound) })
	}
}

// choose leads to the pages in the reader's language.
func (s *Site) choose(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/"+string(civic.NegotiateLocale(r.Header.Get("Accept-Language")))+"/", http.StatusFound)
}
