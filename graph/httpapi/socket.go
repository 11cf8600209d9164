package httpapi

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql/handler/transport"

	"minyi/domain/civic"
)

// The codes with which we close a WebSocket. The client's library connects again after both.
const (
	closeRefused = 4403 // graphql-transport-ws: Forbidden
	closeBehind  = 1013 // RFC 6455's registry: Try Again Later
)

// sockets are WebSockets that tell why we end them.
type sockets struct {
	transport.CoderWebsocketImplementation
}

// Accept begins a WebSocket.
func (s sockets) Accept(w http.ResponseWriter, r *http.Request, options transport.WebsocketAcceptOptions) (transport.WebsocketConn, error) {
	conn, err := s.CoderWebsocketImplementation.Accept(w, r, options)
	if err != nil {
		return nil, err
	}
	return socket{conn, conn.(transport.WebsocketReadLimiter), conn.(transport.WebsocketReadDeadliner), r.Context()}, nil
}

type socket struct {
	transport.WebsocketConn
	transport.WebsocketReadLimiter
	transport.WebsocketReadDeadliner
	ctx context.Context
}

// WriteClose ends the WebSocket. Where we ended its stream the reason is our code.
func (s socket) WriteClose(code int, reason string) error {
	if why, ours := endOf(s.ctx); ours {
		code, reason = closeRefused, string(why.Code)
		if why.Code == civic.FellBehind {
			code = closeBehind
		}
	}
	return s.WebsocketConn.WriteClose(code, reason)
}
