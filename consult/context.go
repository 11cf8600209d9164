package consult

import "context"

type (
	actorKey  struct{}
	localeKey struct{}
)

// WithActor says in a request's context who asks.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf reads who asks; the zero Actor where nobody is signed in.
func ActorOf(ctx context.Context) Actor {
	actor, _ := ctx.Value(actorKey{}).(Actor)
	return actor
}

// WithLocale says in a request's context which language its reader prefers.
func WithLocale(ctx context.Context, l Locale) context.Context {
	return context.WithValue(ctx, localeKey{}, l)
}

// LocaleOf reads the preferred language; Chinese where nothing was said.
func LocaleOf(ctx context.Context) Locale {
	if locale, said := ctx.Value(localeKey{}).(Locale); said {
		return locale
	}
	return Chinese
}

// Read gives the text in the language that was asked for, or else in the request's.
func (t Localized) Read(ctx context.Context, wanted *Locale) string {
	if wanted != nil {
		return t.In(*wanted)
	}
	return t.In(LocaleOf(ctx))
}
