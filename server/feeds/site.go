// Package feeds serves what is released as a website: feeds, pages and a sitemap. Everybody may read them.
package feeds

import (
	_ "embed"
	"encoding/json"
	"encoding/xml"
	"html/template"
	"net/http"
	"strings"
	"time"

	informdb "minyi/db/inform"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/server/reply"
)

const (
	mostItems = 100    // of a feed
	mostPages = 50_000 // of a sitemap, by its specification
)

// Site is the website at an address.
type Site struct {
	DB  *pg.DB
	URL string // without a slash at its end
}

// Routes adds the addresses of the website.
func (s Site) Routes(mux *http.ServeMux, wrap func(http.Handler) http.Handler) {
	for path, write := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /feed.atom": s.atom, "GET /feed.json": s.jsonFeed, "GET /sitemap.xml": s.sitemap, "GET /contents/{file}": s.page, "GET /catalogues.jsonld": s.dcat,
	} {
		mux.Handle(path, wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "public, max-age=60")
			if err := write(w, r); err != nil {
				w.Header().Del("Cache-Control")
				reply.Refuse(w, r, err)
			}
		})))
	}
}

// address is the address of a content's page.
func (s Site) address(id civic.ID) string { return s.URL + "/contents/" + id.String() + ".html" }

// gone is the heading of a page whose content was taken down.
var gone = civic.Bilingual("内容已撤回", "Taken down")

// title is the name of the feeds.
var title = civic.Bilingual("政务公开", "Open government")

// link is a link of a feed.
type link struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []link      `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID        string `xml:"id"`
	Title     string `xml:"title"`
	Published string `xml:"published"`
	Updated   string `xml:"updated"`
	Link      link   `xml:"link"`
	Author    string `xml:"author>name"`
	Content   string `xml:"content"`
}

// atom writes the newest contents as Atom (RFC 4287). The id of an entry is that of the first version, so that a correction is the same entry.
func (s Site) atom(w http.ResponseWriter, r *http.Request) error {
	items, hubs, err := s.read(r)
	if err != nil {
		return err
	}
	locale := civic.LocaleOf(r.Context())
	feed := atomFeed{Lang: string(locale), ID: s.URL + "/feed.atom", Title: title.In(locale), Updated: updated(items), Links: []link{{"self", "application/atom+xml", s.URL + "/feed.atom"}}}
	for _, hub := range hubs {
		feed.Links = append(feed.Links, link{Rel: "hub", Href: hub})
	}
	for _, i := range items {
		feed.Entries = append(feed.Entries, atomEntry{"urn:uuid:" + i.RootKey.String(), i.Text.Titles.In(locale), stamp(i.FirstAt), stamp(i.PublishedAt), link{"alternate", "text/html", s.address(i.ID())},
			i.Department.In(locale), i.Text.Bodies.In(locale)})
	}
	return writeXML(w, "application/atom+xml", feed)
}

// jsonFeed writes the newest contents as JSON Feed 1.1.
func (s Site) jsonFeed(w http.ResponseWriter, r *http.Request) error {
	items, hubs, err := s.read(r)
	if err != nil {
		return err
	}
	locale := civic.LocaleOf(r.Context())
	entries, hubLinks := []any{}, []any{}
	for _, i := range items {
		entries = append(entries, map[string]any{"id": "urn:uuid:" + i.RootKey.String(), "url": s.address(i.ID()), "title": i.Text.Titles.In(locale), "content_text": i.Text.Bodies.In(locale),
			"date_published": stamp(i.FirstAt), "date_modified": stamp(i.PublishedAt), "authors": []any{map[string]any{"name": i.Department.In(locale)}}})
	}
	for _, hub := range hubs {
		hubLinks = append(hubLinks, map[string]any{"type": "WebSub", "url": hub})
	}
	w.Header().Set("Content-Type", "application/feed+json")
	return json.NewEncoder(w).Encode(map[string]any{"version": "https://jsonfeed.org/version/1.1", "title": title.In(locale), "language": locale, "home_page_url": s.URL + "/",
		"feed_url": s.URL + "/feed.json", "hubs": hubLinks, "items": entries})
}

func (s Site) read(r *http.Request) ([]informdb.SiteItem, []string, error) {
	items, err := informdb.SiteItems(r.Context(), s.DB, mostItems)
	if err != nil {
		return nil, nil, err
	}
	hubs, err := informdb.Hubs(r.Context(), s.DB)
	return items, hubs, err
}

// sitemap lists the pages, by the protocol of sitemaps.org.
func (s Site) sitemap(w http.ResponseWriter, r *http.Request) error {
	items, err := informdb.SitePages(r.Context(), s.DB, mostPages)
	if err != nil {
		return err
	}
	type page struct {
		Loc     string `xml:"loc"`
		Lastmod string `xml:"lastmod"`
	}
	pages := []page{}
	for _, i := range items {
		pages = append(pages, page{s.address(i.ID()), stamp(i.PublishedAt)})
	}
	return writeXML(w, "application/xml", struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		Pages   []page   `xml:"url"`
	}{Pages: pages})
}

//go:embed content.html
var contentText string

var contentPage = template.Must(template.New("content").Parse(contentText))

// page shows one content. One that was replaced or taken down keeps its address and says so; what was taken down is not shown any more.
func (s Site) page(w http.ResponseWriter, r *http.Request) error {
	name, is := strings.CutSuffix(r.PathValue("file"), ".html")
	id, err := civic.ParseID(name)
	if err != nil || !is {
		return civic.Refuse(civic.NotFound, "")
	}
	item, err := informdb.SiteItemOf(r.Context(), s.DB, id)
	if err != nil {
		return err
	}
	locale := civic.LocaleOf(r.Context())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	w.Header().Add("Vary", "Accept-Language")
	status := http.StatusOK
	heading := item.Text.Titles.In(locale)
	if item.Down {
		status, heading = http.StatusGone, gone.In(locale)
	}
	w.WriteHeader(status)
	return contentPage.Execute(w, map[string]any{"Lang": locale, "Chinese": locale == civic.Chinese, "Title": heading, "Paragraphs": strings.Split(item.Text.Bodies.In(locale), "\n"),
		"Department": item.Department.In(locale), "At": item.PublishedAt.In(s.DB.Zone).Format("2006-01-02 15:04"), "Version": item.Version, "Replaced": item.ReplacedAt != nil,
		"Down": item.Down, "Reason": item.Reason})
}

// updated is the time of the newest item; the epoch if there is none, as Atom asks for a time.
func updated(items []informdb.SiteItem) string {
	if len(items) == 0 {
		return stamp(time.Unix(0, 0))
	}
	return stamp(items[0].PublishedAt)
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }

func writeXML(w http.ResponseWriter, kind string, value any) error {
	raw, err := xml.Marshal(value)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	_, _ = w.Write(append([]byte(xml.Header), raw...)) // the reader may be gone
	return nil
}
