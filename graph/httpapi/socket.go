package httpapi

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql/handler/transport"

	"minyi/domain/civic"
)

// closeCode is the code with which we close a WebSocket: "Try Again Later" of RFC 6455's registry, or "Forbidden" of graphql-transport-ws.
// A client's library connects again after both.
func closeCode(why any) int {
	if why == civic.FellBehind || why == civic.RateLimited || why == civic.Overloaded {
		return 1013
	}
	return 4403
}

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
		code, reason = closeCode(why.Code), string(why.Code)
	}
	return s.WebsocketConn.WriteClose(code, reason)
}
