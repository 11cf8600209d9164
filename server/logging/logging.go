// Package logging sets up the log of the server.
package logging

import (
	"bytes"
	"context"
	"io"
	"log"
	"log/slog"
	"regexp"

	"minyi/domain/civic"
)

// Levels are the log levels by their names in the settings.
var Levels = map[string]slog.Leveler{
	"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
}

// New makes the default logger of slog. The level is a key of Levels, the format is text or json. The logger buffers lines for
// a moment; flush writes what is in the buffer and must be called at the end of the program.
func New(level, format string, to io.Writer) (logger *slog.Logger, flush func()) {
	options, buffer := &slog.HandlerOptions{Level: Levels[level]}, &bufferedWriter{to: to}
	var handler slog.Handler = slog.NewTextHandler(buffer, options)
	if format == "json" {
		handler = slog.NewJSONHandler(buffer, options)
	}
	logger = slog.New(requestHandler{handler, buffer})
	slog.SetDefault(logger)
	return logger, buffer.flush
}

// requestHandler adds the current request to each line. It flushes the buffer after a warning or an error.
type requestHandler struct {
	slog.Handler
	buffer *bufferedWriter
}

// Handle writes the line with the request's id, its operation and its first field.
func (h requestHandler) Handle(ctx context.Context, line slog.Record) error {
	r, attrs := civic.RequestOf(ctx), make([]slog.Attr, 0, 3)
	for _, known := range []struct{ name, value string }{{"request", r.ID}, {"operation", r.Operation}, {"field", r.Field}} {
		if known.value != "" {
			attrs = append(attrs, slog.String(known.name, known.value))
		}
	}
	line.AddAttrs(attrs...)
	err := h.Handler.Handle(ctx, line)
	if line.Level >= slog.LevelWarn {
		h.buffer.flush()
	}
	return err
}

// WithAttrs keeps this handler around a logger with attributes.
func (h requestHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestHandler{h.Handler.WithAttrs(attrs), h.buffer}
}

// WithGroup keeps this handler around a logger with a group.
func (h requestHandler) WithGroup(name string) slog.Handler {
	return requestHandler{h.Handler.WithGroup(name), h.buffer}
}

// addresses matches network addresses as net/http writes them into its messages.
var addresses = regexp.MustCompile(`\[[0-9a-fA-F:.]+(%[^\]]*)?\]:[0-9]+|[0-9]+(\.[0-9]+){3}:[0-9]+`)

// ForHTTPServer is the error log of an http.Server. It removes the addresses of clients, which our log must not hold.
func ForHTTPServer() *log.Logger { return log.New(anonymousWriter{}, "", 0) }

// anonymousWriter logs messages as warnings without network addresses.
type anonymousWriter struct{}

// Write logs one message.
func (anonymousWriter) Write(message []byte) (int, error) {
	slog.Warn(withoutAddresses(message))
	return len(message), nil
}

func withoutAddresses(message []byte) string {
	return string(addresses.ReplaceAll(bytes.TrimSpace(message), []byte("someone")))
}
