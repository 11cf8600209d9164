package main

import (
	"bytes"
	"context"
	"io"
	"log"
	"log/slog"
	"regexp"

	"minyi/domain/civic"
)

// logLevels are the levels by their names in the settings.
var logLevels = map[string]slog.Leveler{
	"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
}

// newLogger writes to the stream as the settings say, and makes this the logger of every room. What it keeps back for a moment is
// written by the function that it returns.
func newLogger(c config, to io.Writer) (logger *slog.Logger, flush func()) {
	options, writer := &slog.HandlerOptions{Level: logLevels[c.LogLevel]}, &logWriter{to: to}
	var handler slog.Handler = slog.NewTextHandler(writer, options)
	if c.LogFormat == "json" {
		handler = slog.NewJSONHandler(writer, options)
	}
	logger = slog.New(requestLog{handler, writer})
	slog.SetDefault(logger)
	return logger, writer.flush
}

// requestLog adds to each line the request that it belongs to, and lets nobody wait for what went wrong.
type requestLog struct {
	slog.Handler
	writer *logWriter
}

// Handle writes the line with the request's id and what it asks for.
func (h requestLog) Handle(ctx context.Context, line slog.Record) error {
	r, of := civic.RequestOf(ctx), make([]slog.Attr, 0, 3)
	for _, known := range []struct{ name, value string }{{"request", r.ID}, {"operation", r.Operation}, {"field", r.Field}} {
		if known.value != "" {
			of = append(of, slog.String(known.name, known.value))
		}
	}
	line.AddAttrs(of...)
	err := h.Handler.Handle(ctx, line)
	if line.Level >= slog.LevelWarn {
		h.writer.flush()
	}
	return err
}

// WithAttrs keeps the request on the lines of a logger with attributes.
func (h requestLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestLog{h.Handler.WithAttrs(attrs), h.writer}
}

// WithGroup keeps the request on the lines of a logger with a group.
func (h requestLog) WithGroup(name string) slog.Handler {
	return requestLog{h.Handler.WithGroup(name), h.writer}
}

// addresses are network addresses as net/http writes them into its complaints.
var addresses = regexp.MustCompile(`\[[0-9a-fA-F:.]+(%[^\]]*)?\]:[0-9]+|[0-9]+(\.[0-9]+){3}:[0-9]+`)

// quietErrors is the log of net/http's complaints, which name who connected; ours does not.
func quietErrors() *log.Logger { return log.New(faceless{}, "", 0) }

// faceless logs warnings without addresses.
type faceless struct{}

// Write logs one complaint.
func (faceless) Write(complaint []byte) (int, error) {
	slog.Warn(withoutAddresses(complaint))
	return len(complaint), nil
}

func withoutAddresses(complaint []byte) string {
	return string(addresses.ReplaceAll(bytes.TrimSpace(complaint), []byte("someone")))
}
