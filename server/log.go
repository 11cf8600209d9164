package main

import (
	"context"
	"io"
	"log/slog"
)

// logLevels are the levels by their names in the settings.
var logLevels = map[string]slog.Leveler{
	"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
}

// newLogger writes to the stream as the settings say, and makes this the logger of every room.
func newLogger(c config, to io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: logLevels[c.LogLevel]}
	var handler slog.Handler = slog.NewTextHandler(to, options)
	if c.LogFormat == "json" {
		handler = slog.NewJSONHandler(to, options)
	}
	log := slog.New(requestLog{handler})
	slog.SetDefault(log)
	return log
}

// requestLog adds to each line the request that it belongs to.
type requestLog struct{ slog.Handler }

// Handle writes the line with the request's id.
func (h requestLog) Handle(ctx context.Context, line slog.Record) error {
	if id, has := ctx.Value(requestKey{}).(string); has {
		line.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, line)
}

// WithAttrs keeps the request's id on the lines of a logger with attributes.
func (h requestLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestLog{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the request's id on the lines of a logger with a group.
func (h requestLog) WithGroup(name string) slog.Handler { return requestLog{h.Handler.WithGroup(name)} }
