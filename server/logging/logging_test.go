package logging

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
)

// A line from any depth tells which request it belongs to and what that asks for.
func TestLinesOfARequest(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	writer := &bufferedWriter{to: &said, scheduled: true} // it writes when it is told
	log := slog.New(requestHandler{slog.NewJSONHandler(writer, nil), writer})
	ctx := civic.WithRequest(t.Context(), &civic.Request{ID: "r1", Operation: "Lamps", Field: "departments"})
	log.With("a", 1).ErrorContext(civic.WithActor(ctx, civic.Actor{Name: "li"}), "a field failed")
	if line := gjson.Parse(said.String()); line.Get("request").String() != "r1" || line.Get("operation").String() != "Lamps" || line.Get("field").String() != "departments" || line.Get("a").Int() != 1 {
		t.Errorf("the line is %s", line.Raw)
	}
	said.Reset()
	log.Info("stopping")
	writer.flush()
	if line := gjson.Parse(said.String()); line.Get("request").Exists() || line.Get("operation").Exists() {
		t.Errorf("outside of requests the line is %s", line.Raw)
	}
}

// net/http tells who connected; our log does not.
func TestNoAddressesInTheLog(t *testing.T) {
	t.Parallel()
	for complaint, want := range map[string]string{
		"http: TLS handshake error from 10.1.2.3:4567: EOF":                                "http: TLS handshake error from someone: EOF",
		"http: TLS handshake error from [2001:db8::1]:4567: EOF":                           "http: TLS handshake error from someone: EOF",
		"http: TLS handshake error from [fe80::1%eth0]:4567: EOF":                          "http: TLS handshake error from someone: EOF",
		"http: superfluous response.WriteHeader call from main.f (request.go:12)":          "http: superfluous response.WriteHeader call from main.f (request.go:12)",
		"http: panic serving 127.0.0.1:80: x\n/src/server.go:1898 +0x1\n":                  "http: panic serving someone: x\n/src/server.go:1898 +0x1",
		"http: Accept error: accept tcp [::]:8080: too many open files; retrying in 5ms\n": "http: Accept error: accept tcp someone: too many open files; retrying in 5ms",
	} {
		if got := withoutAddresses([]byte(complaint)); got != want {
			t.Errorf("%q became %q", complaint, got)
		}
	}
}

// What a client sends stays within one line of the log, in either form and whichever field holds it.
func TestNoValueEndsALine(t *testing.T) {
	t.Parallel()
	const forged = "x\ntime=2000-01-01 level=ERROR msg=forged\r\n{\"level\":\"ERROR\"}\x1b[2J"
	var said bytes.Buffer
	writer := &bufferedWriter{to: &said, scheduled: true}
	for form, handler := range map[string]slog.Handler{"text": slog.NewTextHandler(writer, nil), "json": slog.NewJSONHandler(writer, nil)} {
		said.Reset()
		ctx := civic.WithRequest(t.Context(), &civic.Request{ID: forged, Operation: forged, Field: forged})
		slog.New(requestHandler{handler, writer}).ErrorContext(ctx, forged, "path", forged, "error", errors.New(forged))
		if lines := strings.TrimSuffix(said.String(), "\n"); !strings.Contains(lines, "forged") || strings.ContainsAny(lines, "\n\r\x1b") {
			t.Errorf("as %s the log says %q", form, lines)
		}
	}
}
