package civic

import (
	"context"
	"sync/atomic"
	"time"
)

// Request describes the current request. A context carries one Request. A middleware that learns something new writes it
// here before the code that reads it runs.
type Request struct {
	ID        string                // the request's name in the log
	Began     time.Time             // when the whole request had arrived
	Locale    Locale                // the reader's language; empty means the installation's default
	Actor     Actor                 // the caller; the zero Actor if nobody is signed in
	Operation string                // the client's name for the operation
	Field     string                // the first root field of the operation
	Room      *atomic.Int64         // how many bytes of long texts its operation may still read; nil for any number
	Hold      func(bytes int) error // takes memory for the response, until that is sent; nil for any number of bytes
	Reads     chan struct{}         // one element for each statement that its operation runs; nil for any number
	Code      Code                  // the code of the first refusal in the response
}

type requestKey struct{}

// WithRequest returns a context that carries the request.
func WithRequest(ctx context.Context, r *Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// RequestOf returns the request of a context. If the context carries none, it returns a new empty one.
func RequestOf(ctx context.Context) *Request {
	if r, has := ctx.Value(requestKey{}).(*Request); has {
		return r
	}
	return &Request{}
}

// WithOwnRequest returns a context with its own copy of the request. A later change to one copy does not change the other.
func WithOwnRequest(ctx context.Context) (context.Context, *Request) {
	own := *RequestOf(ctx)
	return WithRequest(ctx, &own), &own
}

// WithActor returns a context whose own copy of the request has this actor.
func WithActor(ctx context.Context, a Actor) context.Context {
	ctx, own := WithOwnRequest(ctx)
	own.Actor = a
	return ctx
}

// ActorOf returns the caller. It is the zero Actor if nobody is signed in.
func ActorOf(ctx context.Context) Actor { return RequestOf(ctx).Actor }

// WithLocale returns a context whose own copy of the request has this preferred language.
func WithLocale(ctx context.Context, l Locale) context.Context {
	ctx, own := WithOwnRequest(ctx)
	own.Locale = l
	return ctx
}

// LocaleOf returns the reader's language, otherwise the default of the installation.
func LocaleOf(ctx context.Context) Locale {
	if locale := RequestOf(ctx).Locale; locale != "" {
		return locale
	}
	return languages().all[0]
}

// Take takes memory for the response. It is RATE_LIMITED or OVERLOADED where none is left.
func (r *Request) Take(bytes int) error {
	if r.Hold == nil {
		return nil
	}
	return r.Hold(bytes)
}

// Refused records the code of the request's first refusal. It ignores later ones.
func (r *Request) Refused(code Code) {
	if r.Code == "" {
		r.Code = code
	}
}
