package middleware

import (
	"bufio"
	"context"
	"math"
	"net"
	"net/http"
	"time"

	"minyi/domain/civic"
	"minyi/graph/httpapi"
	"minyi/graph/live"
	"minyi/server/reply"
)

// The time limits of a stream.
const (
	maxStreamAge = time.Hour        // the client then connects again and shows its token again
	writeTimeout = 15 * time.Second // for each piece that is sent
)

// The most exports that run at once, for staff and for the public apart, and for one client. Each export uses some megabytes, and a connection
// to the database while it reads a page.
const (
	maxExports       = 16
	maxClientExports = 4
)

// Streams are the long replies: subscriptions and exports. A limited number of each is open at once, and each client has a share.
type Streams struct {
	Hub                 *live.Hub
	proxies             Proxies
	addresses, accounts *places // of subscriptions
	staff, public       *places // of exports
	done                context.Context
	End                 context.CancelFunc // ends all streams
}

// NewStreams allows so many streams of subscriptions at once, and so many of them to each address and to each account.
func NewStreams(most, share int, proxies Proxies, hub *live.Hub) *Streams {
	s := &Streams{Hub: hub, proxies: proxies, addresses: newPlaces(most, share), accounts: newPlaces(math.MaxInt, share),
		staff: newPlaces(maxExports, maxClientExports), public: newPlaces(maxExports, maxClientExports)}
	s.done, s.End = context.WithCancel(context.Background())
	return s
}

// Open is the number of open streams of subscriptions.
func (s *Streams) Open() int { return s.addresses.open() }

// Admit takes a place in the share of the account that is signed in on a stream, until the context ends. It is RATE_LIMITED where none is left.
func (s *Streams) Admit(ctx context.Context, actor civic.Actor) error {
	free, err := s.accounts.take(actor.Account.String())
	if err == nil {
		context.AfterFunc(ctx, free)
	}
	return err
}

// Split sends streams past the given middlewares, which are for short replies.
func (s *Streams) Split(around ...Middleware) Middleware {
	return func(next http.Handler) http.Handler {
		short := Chain(next, around...)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if httpapi.IsStream(r) {
				s.serve(next, w, r, s.addresses, s.proxies.NetworkOf(r))
			} else {
				short.ServeHTTP(w, r)
			}
		})
	}
}

// Exports serves every reply of a handler as an export. It must run after the sign-in. The public cannot take the places of staff.
func (s *Streams) Exports(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in := s.public
		if len(civic.ActorOf(r.Context()).Roles) > 0 {
			in = s.staff
		}
		s.serve(next, w, r, in, s.proxies.nameOf(r))
	})
}

// serve runs one stream in one of the places until its client or its time limit ends it.
func (s *Streams) serve(next http.Handler, w http.ResponseWriter, r *http.Request, in *places, client string) {
	free, err := in.take(client)
	if err != nil {
		w.Header().Set("Retry-After", "10")
		reply.Refuse(w, r, err)
		return
	}
	defer free()
	ctx, cancel := context.WithTimeout(r.Context(), maxStreamAge)
	defer cancel()
	defer context.AfterFunc(s.done, cancel)()
	to := &streamWriter{ResponseWriter: w, control: http.NewResponseController(w), ctx: ctx}
	_ = to.control.SetReadDeadline(time.Time{})
	next.ServeHTTP(to, r.WithContext(ctx))
}

// Close ends all streams and waits for them until the context ends. No new stream can start afterwards.
func (s *Streams) Close(ctx context.Context) {
	s.End()
	for _, all := range []*places{s.addresses, s.staff, s.public} {
		all.close(ctx)
	}
}

// streamWriter has a time limit for each piece instead of one for the whole reply.
type streamWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	ctx     context.Context
}

// Write sends a piece. After the end of the stream it sends nothing, so that the client sees a broken connection and connects
// again. The message "complete" would tell the client that there is nothing more.
func (w *streamWriter) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	_ = w.control.SetWriteDeadline(time.Now().Add(writeTimeout))
	return w.ResponseWriter.Write(p)
}

// Flush sends the buffered data.
func (w *streamWriter) Flush() {
	_ = w.control.SetWriteDeadline(time.Now().Add(writeTimeout))
	_ = w.control.Flush()
}

// Hijack hands the connection over to a WebSocket.
func (w *streamWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := w.control.Hijack()
	if err != nil {
		return nil, nil, err
	}
	limited := writeTimeoutConn{conn}
	return limited, bufio.NewReadWriter(buffered.Reader, bufio.NewWriter(limited)), nil
}

// writeTimeoutConn has a time limit for each write.
type writeTimeoutConn struct{ net.Conn }

func (c writeTimeoutConn) Write(p []byte) (int, error) {
	_ = c.SetWriteDeadline(time.Now().Add(writeTimeout))
	return c.Conn.Write(p)
}
