package httpapi

import (
	"context"
	"mime"
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
	// SignIn finds who says this in place of an Authorization header, which browsers cannot send with a WebSocket.
	SignIn func(ctx context.Context, authorization string) (civic.Actor, error)
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

// IsStream tells whether a request asks for an answer that lasts: its time is not limited, that of each event is.
func IsStream(r *http.Request) bool {
	if r.Header.Get("Upgrade") != "" {
		return true
	}
	if r.Method != http.MethodPost || !strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
		return false
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return media == plainForm
}

// addTo lets the server answer with streams. It comes before the other transports: they would answer once.
func (s Streams) addTo(server *handler.Server, db *pg.DB, limit time.Duration) {
	received := int64(mostReceived)
	server.AddTransport(transport.Websocket{
		Implementation: transport.CoderWebsocketImplementation{AcceptOptions: websocket.AcceptOptions{
			Subprotocols: []string{subprotocol}, OriginPatterns: s.Origins}},
		InitFunc: s.begin, InitTimeout: timeToBegin, PingPongInterval: sayAlive, PayloadReadLimit: &received,
	})
	server.AddTransport(transport.SSE{KeepAlivePingInterval: sayAlive})
	server.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		if !live.OnStream(ctx) {
			return next(ctx)
		}
		ctx, own := civic.Apart(ctx) // of which a connection has many at once
		own.Began = time.Now()
		note(own, graphql.GetOperationContext(ctx).Operation)
		if subscribes(ctx) {
			return next(ctx)
		}
		ctx, cancel := context.WithTimeout(ctx, limit)
		answer := next(ctx)
		return func(context.Context) *graphql.Response {
			defer cancel() // the second call, which finds no more, is the last
			given := answer(ctx)
			if given != nil && s.Answered != nil {
				noteRefusals(ctx, given.Errors)
				s.Answered(own)
			}
			return given
		}
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
	signing, cancel := context.WithTimeout(ctx, timeToBegin)
	defer cancel()
	actor, err := s.SignIn(signing, said.Authorization())
	if err != nil {
		problem := present(ctx, err)
		ctx = transport.WithWebsocketCloseCode(ctx, 4403)
		return transport.AppendCloseReason(ctx, problem.Message), nil, problem
	}
	return civic.WithActor(ctx, actor), nil, nil
}

// streaming marks the requests whose answers last. Of the protocols that a client offers for a WebSocket we speak one.
func streaming(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !IsStream(r) {
			next.ServeHTTP(w, r)
			return
		}
		if r.Header.Get("Upgrade") != "" {
			if !strings.Contains(r.Header.Get("Sec-WebSocket-Protocol"), subprotocol) {
				http.Error(w, "this address speaks "+subprotocol, http.StatusBadRequest)
				return
			}
			r.Header.Set("Sec-WebSocket-Protocol", subprotocol)
		}
		next.ServeHTTP(w, r.WithContext(live.WithConnection(r.Context())))
	})
}
