package middleware

import (
	"bufio"
	"context"
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

// Streams are the long replies: subscriptions and exports. A limited number of them is open at once.
type Streams struct {
	Hub   *live.Hub
	slots chan struct{}
	done  context.Context
	End   context.CancelFunc // ends all streams
}

// NewStreams allows so many streams at once.
func NewStreams(most int, hub *live.Hub) *Streams {
	s := &Streams{Hub: hub, slots: make(chan struct{}, most)}
	s.done, s.End = context.WithCancel(context.Background())
	return s
}

// Open is the number of open streams.
func (s *Streams) Open() int { return len(s.slots) }

// Split sends streams past the given middlewares, which are for short replies.
func (s *Streams) Split(around ...Middleware) Middleware {
	return func(next http.Handler) http.Handler {
		short := Chain(next, around...)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if httpapi.IsStream(r) {
				s.serve(next, w, r)
			} else {
				short.ServeHTTP(w, r)
			}
		})
	}
}

// Handler serves every reply of a handler as a stream.
func (s *Streams) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(next, w, r) })
}

// serve runs one stream until its client or its time limit ends it. It refuses a stream above the limit as RATE_LIMITED.
func (s *Streams) serve(next http.Handler, w http.ResponseWriter, r *http.Request) {
	select {
	case s.slots <- struct{}{}:
	default:
		reply.Refuse(w, r, civic.Refuse(civic.RateLimited, ""))
		return
	}
	defer func() { <-s.slots }()
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
	for range cap(s.slots) {
		select {
		case s.slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
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
