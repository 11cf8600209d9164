package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"mime"
	"net/http"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"minyi/domain/civic"
)

// asset is a file that never changes at its address.
type asset struct {
	kind        string
	raw, zipped []byte
}

// assets are the files by the names in their addresses, such as page.1f2e3d4c5b.css.
type assets struct {
	files map[string]asset
	names map[string]string // such as page.css
}

// readAssets reads what is built in, and makes the files of the settings.
func readAssets(s Settings) (assets, error) {
	a := assets{map[string]asset{}, map[string]string{}}
	entries, err := files.ReadDir("dist")
	civic.Must(err)
	for _, e := range entries {
		raw, err := files.ReadFile("dist/" + e.Name())
		civic.Must(err)
		a.add(e.Name(), raw)
	}
	theme, err := theme(s.Colour)
	if err != nil {
		return a, err
	}
	a.add("theme.css", []byte(theme))
	if s.Emblem == "" {
		a.add("emblem.svg", fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="%s"/><path d="M8 9h16v11H14l-6 5z" fill="#fff"/></svg>`, s.Colour))
		return a, nil
	}
	raw, err := os.ReadFile(s.Emblem)
	if err != nil {
		return a, fmt.Errorf("SITE_EMBLEM: %w", err)
	}
	a.add("emblem.svg", raw)
	if kind := http.DetectContentType(raw); strings.HasPrefix(kind, "image/") {
		file := a.files[a.names["emblem.svg"]]
		file.kind = kind
		a.files[a.names["emblem.svg"]] = file
	}
	return a, nil
}

// add adds a file under a name with the hash of its content. A file whose name has a hash already keeps its name, because others import it.
func (a assets) add(name string, raw []byte) {
	ext := path.Ext(name)
	at := name
	if !strings.HasPrefix(name, "chunk-") {
		at = strings.TrimSuffix(name, ext) + "." + hashOf(string(raw))[:10] + ext
	}
	var zipped bytes.Buffer
	z, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression) // the level is known
	_, _ = z.Write(raw)
	_ = z.Close()
	a.names[name], a.files[at] = at, asset{mime.TypeByExtension(ext), raw, zipped.Bytes()}
}

// address is where a file is served.
func (a assets) address(name string) (string, error) {
	at, has := a.names[name]
	if !has {
		return "", fmt.Errorf("there is no asset %s", name)
	}
	return "/assets/" + at, nil
}

// serve serves a file. Its name has the hash of its content, so that browsers keep it.
func (a assets) serve(w http.ResponseWriter, r *http.Request) {
	file, has := a.files[r.PathValue("file")]
	if !has {
		http.NotFound(w, r)
		return
	}
	h, body := w.Header(), file.raw
	h.Set("Content-Type", file.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && len(file.zipped) < len(file.raw) {
		h.Set("Content-Encoding", "gzip")
		body = file.zipped
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// minContrast is what WCAG 2.2 asks between a text and its ground.
const minContrast = 4.5

// theme is the style sheet of the installation's colour, which is lighter in the dark.
func theme(colour string) (string, error) {
	rgb, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil || len(colour) != 7 || colour[0] != '#' {
		return "", fmt.Errorf("SITE_COLOUR=%s is not a colour such as #a62b1f", colour)
	}
	if got := contrastToWhite(rgb); got < minContrast {
		return "", fmt.Errorf("SITE_COLOUR=%s has a contrast of %.1f to white; people need %.1f to read", colour, got, minContrast)
	}
	return fmt.Sprintf(":root{--brand:%[1]s;--seal:%[1]s}@media(prefers-color-scheme:dark){:root{--seal:color-mix(in srgb,%[1]s 45%%,#fff)}}", colour), nil
}

// contrastToWhite is the contrast of a colour to white, as WCAG reckons it.
func contrastToWhite(rgb uint64) float64 {
	light := func(shift int) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 1.05 / (0.2126*light(16) + 0.7152*light(8) + 0.0722*light(0) + 0.05)
}
