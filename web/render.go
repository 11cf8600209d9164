package web

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"minyi/domain/civic"
)

// about is what the frame of a page needs to know.
type about struct {
	Name, Template string
	Status         int
	Others         []other
	Path           string // below the language
	Query          map[string][]string
	Dev            bool
	Zone           string
}

// other is the same page in another language.
type other struct{ Locale, Lang, Address string }

// The parts that a page gives to the frame.
var parts = []string{"title", "script", "main"}

var partHead = regexp.MustCompile(`\{\{define "(title|script|main)"\}\}`)

// parse reads the templates with the words of a language into one set: the parts of the page home are home/title, home/script and home/main.
// A template that names a field which its document does not ask fails.
func (s *Site) parse(locale civic.Locale) (*template.Template, error) {
	set, err := template.New("frame").Option("missingkey=error").Funcs(s.functions(locale)).ParseFS(files, "templates/frame.html", "templates/parts.html")
	for _, name := range append([]string{"error"}, templateNames()...) {
		if err != nil {
			return nil, err
		}
		var text []byte
		if text, err = files.ReadFile("templates/" + name + ".html"); err == nil {
			_, err = set.New(name).Parse(partHead.ReplaceAllString(string(text), `{{define "`+name+`/$1"}}`))
		}
	}
	return set, err
}

// fill renders the parts of a page, and then the frame with them.
func (s *Site) fill(w io.Writer, locale civic.Locale, name string, data map[string]any) error {
	set, filled := s.pages[locale], map[string]template.HTML{}
	for _, part := range parts {
		var text strings.Builder
		if t := set.Lookup(name + "/" + part); t != nil {
			if err := t.Execute(&text, data); err != nil {
				return err
			}
		}
		filled[part] = template.HTML(text.String()) // escaped by its template
	}
	data["parts"] = filled
	return set.ExecuteTemplate(w, "frame.html", data)
}

// templateNames lists the templates of the pages.
func templateNames() (names []string) {
	for _, p := range pages {
		names = append(names, p.template)
	}
	return names
}

// handler serves a page.
func (s *Site) handler(locale civic.Locale, name string, read page) http.HandlerFunc {
	return compressed(func(w http.ResponseWriter, r *http.Request) {
		data, err := read(&query{s, locale, r})
		if err != nil {
			s.fail(w, r, locale, err)
			return
		}
		s.write(w, r, locale, name, http.StatusOK, data)
	})
}

// compressed compresses pages. A page holds nothing of its reader, so that its length tells no secret.
var compressed = func() func(http.HandlerFunc) http.HandlerFunc {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1<<10), gzhttp.ContentTypes([]string{"text/html"}))
	civic.Must(err)
	return func(h http.HandlerFunc) http.HandlerFunc { return wrap(h) }
}()

// fail shows why there is no page. Nothing of the error itself is told.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, locale civic.Locale, err error) {
	status := statusOf(err)
	if status == http.StatusInternalServerError {
		slog.ErrorContext(r.Context(), "a page failed", "path", r.Pattern, "error", err)
	}
	s.write(w, r, locale, "error", status, map[string]any{})
}

// write renders a page. It is written as a whole or not at all.
func (s *Site) write(w http.ResponseWriter, r *http.Request, locale civic.Locale, name string, status int, data map[string]any) {
	data["page"] = s.about(r, locale, name, status)
	var body bytes.Buffer
	if err := s.fill(&body, locale, name, data); err != nil {
		slog.ErrorContext(r.Context(), "a page could not be written", "page", name, "error", err)
		if name == "error" {
			http.Error(w, http.StatusText(status), status)
			return
		}
		s.write(w, r, locale, "error", http.StatusInternalServerError, map[string]any{})
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", s.policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Del("Vary") // the address names the language
	if status != http.StatusOK {
		h.Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		_, _ = w.Write(body.Bytes())
		return
	}
	h.Set("Cache-Control", "public, max-age=0, must-revalidate")
	h.Set("ETag", fmt.Sprintf(`W/"%x"`, sha256.Sum256(body.Bytes())))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body.Bytes()))
}

// about gathers what the frame of a page needs.
func (s *Site) about(r *http.Request, locale civic.Locale, name string, status int) about {
	path := strings.TrimPrefix(r.URL.Path, "/"+string(locale))
	a := about{Name: s.nameIn(locale), Template: name, Status: status, Path: path, Query: r.URL.Query(), Dev: s.Dev, Zone: s.Zone}
	search := ""
	if r.URL.RawQuery != "" {
		search = "?" + a.encoded()
	}
	for _, l := range s.Locales {
		if l != locale {
			a.Others = append(a.Others, other{string(l), langTag(string(l)), "/" + string(l) + path + search})
		}
	}
	return a
}

// encoded writes the parameters of the address again.
func (a about) encoded() string { return urlValues(a.Query).Encode() }

// Param returns a parameter of the address.
func (a about) Param(name string) string { return urlValues(a.Query).Get(name) }

// With returns the address of the page with one parameter set or, for an empty value, removed. It begins at the first page of a list.
func (a about) With(name, value string) string {
	values := urlValues{}
	for key, all := range a.Query {
		if key != name && key != "after" {
			values[key] = all
		}
	}
	if value != "" {
		values.Set(name, value)
	}
	return "?" + values.Encode()
}

// nameIn is the name of the site in a language.
func (s *Site) nameIn(locale civic.Locale) string {
	if name := s.Name[string(locale)]; name != "" {
		return name
	}
	return messages(locale)["site"]
}
