package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/graph"
	"minyi/graph/live"
)

// Streams are the answers that last: subscriptions over graphql-transport-ws and graphql-sse.
type Streams struct {
	Hub     *live.Hub
	Origins []string // the web pages, besides our own, that may open a WebSocket; * is all
	// SignIn finds whose Authorization header this is, with the roles of an instant or later. Browsers cannot send the header with a
	// WebSocket: its first message has the same text.
	SignIn func(ctx context.Context, authorization string, since time.Time) (civic.Actor, error)
	// Admit takes a place for an actor on a stream until the context ends, or refuses.
	Admit func(ctx context.Context, actor civic.Actor) error
	// Answered is told of each query and mutation that was answered on a stream; nil tells nobody.
	Answered func(*civic.Request)
}

// The limits of a stream.
const (
	timeToBegin  = 10 * time.Second // for the first message of a WebSocket
	sayAlive     = 20 * time.Second // how often a client hears that the connection lives
	mostReceived = 64 << 10         // bytes in one message of a client
	subprotocol  = "graphql-transport-ws"
)

// addTo lets the server answer with streams. It comes before the other transports: they would answer once.
func (s Streams) addTo(server *handler.Server, db *pg.DB, limit time.Duration) {
	received, shared := int64(mostReceived), &feeds{all: map[feedKey]*feed{}}
	server.AddTransport(transport.Websocket{
		Implementation: sockets{transport.CoderWebsocketImplementation{AcceptOptions: websocket.AcceptOptions{
			Subprotocols: []string{subprotocol}, OriginPatterns: s.Origins}}},
		InitFunc: s.begin, InitTimeout: timeToBegin, PingPongInterval: sayAlive, PayloadReadLimit: &received,
	})
	server.AddTransport(overSSE{})
	server.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		if !live.OnStream(ctx) {
			return next(ctx)
		}
		if !stillHolds(ctx, time.Now()) {
			return graphql.OneShot(lastWord(ctx))
		}
		ctx, own := civic.WithOwnRequest(ctx) // of which a connection has many at once
		own.Began = time.Now()
		note(own, graphql.GetOperationContext(ctx).Operation)
		if subscribes(ctx) {
			return s.follow(ctx, shared, next)
		}
		return s.answerOnce(ctx, limit, next)
	})
	server.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		if !subscribes(ctx) {
			return next(ctx)
		}
		ctx, done := context.WithCancel(graph.WithBatches(ctx, db)) // each event reads anew
		defer done()
		return next(ctx)
	})
	server.AroundFields(func(ctx context.Context, next graphql.Resolver) (any, error) {
		if field := graphql.GetFieldContext(ctx); !field.IsResolver || field.Object == "Subscription" || !subscribes(ctx) {
			return next(ctx)
		}
		ctx, cancel := context.WithTimeout(ctx, limit)
		context.AfterFunc(ctx, cancel) // at the end of the event: what stands under the field has the same context
		return next(ctx)
	})
}

// follow gives the events of a subscription.
func (s Streams) follow(ctx context.Context, shared *feeds, run graphql.OperationHandler) graphql.ResponseHandler {
	if err := s.Hub.Allow(ctx); err != nil {
		return graphql.OneShot(malformed(ctx, err).Response)
	}
	r, first := shared.join(ctx)
	if first {
		shared.begin(r.feed, run)
	}
	return r.answer
}

// answerOnce answers a query or a mutation that came on a stream, as others are answered: once, and as TIMEOUT where its time was up before
// it began.
func (s Streams) answerOnce(ctx context.Context, limit time.Duration, run graphql.OperationHandler) graphql.ResponseHandler {
	free := ownMemory(ctx)
	ctx, cancel := context.WithTimeout(ctx, limit)
	next, answered := run(ctx), false
	return func(ctx context.Context) *graphql.Response { // the context of the innermost handler, which has the batches
		if answered {
			free() // it is sent
			return nil
		}
		defer cancel()
		answered = true
		given := next(ctx)
		if given == nil && context.Cause(ctx) == context.DeadlineExceeded {
			given = malformed(ctx, civic.Refuse(civic.Timeout, "")).Response
		}
		if given != nil && s.Answered != nil {
			noteRefusals(ctx, given.Errors)
			s.Answered(civic.RequestOf(ctx))
		}
		return given
	}
}

// subscribes tells whether the operation is a subscription.
func subscribes(ctx context.Context) bool {
	operation := graphql.GetOperationContext(ctx).Operation
	return operation != nil && operation.Operation == ast.Subscription
}

// begin reads who opens a WebSocket from its first message, where that says so.
func (s Streams) begin(ctx context.Context, said transport.InitPayload) (context.Context, *transport.InitPayload, error) {
	if said.Authorization() == "" {
		return ctx, nil, nil
	}
	ctx, err := s.signIn(ctx, said.Authorization())
	if err != nil {
		problem := present(ctx, err)
		ctx = transport.WithWebsocketCloseCode(ctx, closeCode(problem.Extensions["code"]))
		return transport.AppendCloseReason(ctx, fmt.Sprint(problem.Extensions["code"])), nil, problem
	}
	return ctx, nil, nil
}

// streaming marks the requests whose answers last. Of the protocols that a client offers for a WebSocket we speak one.
func (s Streams) streaming(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !IsStream(r) {
			next.ServeHTTP(w, r)
			return
		}
		socket := r.Header.Get("Upgrade") != ""
		if socket {
			if !strings.Contains(r.Header.Get("Sec-WebSocket-Protocol"), subprotocol) {
				http.Error(w, "this address speaks "+subprotocol, http.StatusBadRequest)
				return
			}
			r.Header.Set("Sec-WebSocket-Protocol", subprotocol)
		}
		ctx, own := withStream(live.WithConnection(r.Context()), socket)
		defer own.end(nil)
		if authorization := r.Header.Get("Authorization"); authorization != "" {
			var err error
			if ctx, err = s.signIn(ctx, authorization); err != nil {
				write(w, r, malformed(ctx, err))
				return
			}
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
