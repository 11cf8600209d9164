package civic

import (
	"context"
	"time"
)

// Request is what is known of the request under way. Its context carries it once; who learns more writes it down here, before
// anything that reads it runs.
type Request struct {
	ID        string    // by which the log names it
	Began     time.Time // when all of it was there
	Locale    Locale    // that its reader prefers; Chinese where nothing was said
	Actor     Actor     // who asks; the zero Actor where nobody is signed in
	Operation string    // what its client calls the operation
	Field     string    // the first field at the operation's top
	Code      Code      // of the first refusal in its answer
}

type requestKey struct{}

// WithRequest lets a context carry a request.
func WithRequest(ctx context.Context, r *Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// RequestOf is the request of a context; an empty one, which nobody else sees, where it carries none.
func RequestOf(ctx context.Context) *Request {
	if r, has := ctx.Value(requestKey{}).(*Request); has {
		return r
	}
	return &Request{}
}

// Apart lets a context carry a request of its own, which is at first as its parent's: what is written into one is not seen in
// the other.
func Apart(ctx context.Context) (context.Context, *Request) {
	own := *RequestOf(ctx)
	return WithRequest(ctx, &own), &own
}

// WithActor says in a context of its own who asks.
func WithActor(ctx context.Context, a Actor) context.Context {
	ctx, own := Apart(ctx)
	own.Actor = a
	return ctx
}

// ActorOf reads who asks; the zero Actor where nobody is signed in.
func ActorOf(ctx context.Context) Actor { return RequestOf(ctx).Actor }

// WithLocale says in a context of its own which language the reader prefers.
func WithLocale(ctx context.Context, l Locale) context.Context {
	ctx, own := Apart(ctx)
	own.Locale = l
	return ctx
}

// LocaleOf reads the preferred language; Chinese where nothing was said.
func LocaleOf(ctx context.Context) Locale {
	if locale := RequestOf(ctx).Locale; locale != "" {
		return locale
	}
	return Chinese
}

// Refused notes the code of a refusal unless there was one before.
func (r *Request) Refused(code Code) {
	if r.Code == "" {
		r.Code = code
	}
}

// Read gives the text in the language that was asked for, or else in the request's.
func (t Localized) Read(ctx context.Context, wanted *Locale) string {
	if wanted != nil {
		return t.In(*wanted)
	}
	return t.In(LocaleOf(ctx))
}
