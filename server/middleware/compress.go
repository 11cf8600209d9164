package middleware

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"

	"minyi/domain/civic"
)

// minCompressed is the smallest reply in bytes that is compressed. A smaller one fits into one packet as it is.
const minCompressed = 1 << 10

// Compress compresses replies of text by zstd or gzip, as the client likes best, and leaves workbooks as they are. The length of a compressed
// reply tells no secret to a page of another site: without cookies, such a page cannot ask in the name of its reader.
func Compress(next http.Handler) http.Handler { return compressor(next) }

var compressor = func() func(http.Handler) http.HandlerFunc {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(minCompressed), gzhttp.CompressionLevel(gzip.BestSpeed),
		gzhttp.ContentTypes([]string{"application/json", "application/graphql-response+json", "application/x-ndjson", "image/svg+xml", "text/csv", "text/html", "text/plain"}))
	civic.Must(err)
	return wrap
}()
